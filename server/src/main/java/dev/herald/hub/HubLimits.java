package dev.herald.hub;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * What the hub may hold, each a positive number.
 *
 * @param ringEventsMax recent events that each shard keeps to catch up from
 * @param ringBytesMax bytes of JSON of those
 * @param inboxEventsMax events committed that wait for a busy loop; beyond, the shard reads them from the journal
 * @param inboxBytesMax bytes of JSON of those
 * @param catchUpChunkBytes JSON bytes that are encoded into one piece; a single event may be larger
 * @param catchUpEventsMax events that are read, or encoded into one piece, at once
 * @param catchUpBurstChunks pieces written to one lagging session before the loop turns to others
 * @param audienceBytesMax encoded bytes that an audience keeps for its lagging members
 * @param audiencePiecesMax pieces that an audience keeps for its lagging members
 * @param shardBytesMax encoded bytes that all audiences of a shard keep together
 * @param journalReadsMax reads of the journal that a shard has under way at once
 * @param readMillisMax about how long one of them may take; it goes on from where it came to
 * @param readAttemptsMax tries of one read before the session is given up
 * @param readRetryMillis pause after the first failed try; it doubles with each
 * @param replaysPendingMax replays that a session may have asked for and not yet received
 */
public record HubLimits(
        int ringEventsMax,
        long ringBytesMax,
        int inboxEventsMax,
        long inboxBytesMax,
        int catchUpChunkBytes,
        int catchUpEventsMax,
        int catchUpBurstChunks,
        long audienceBytesMax,
        int audiencePiecesMax,
        long shardBytesMax,
        int journalReadsMax,
        long readMillisMax,
        int readAttemptsMax,
        long readRetryMillis,
        int replaysPendingMax) {
    private static final long MIB = 1024 * 1024;

    static final Setting<Integer> RING_EVENTS = Setting.one(
            "ring-events", Form.whole(16, 16_777_216), "65536", "Recent events kept in memory for sessions that lag.");
    static final Setting<Long> RING_BYTES =
            Setting.one("ring-bytes", Form.bytes("1 MiB", "16 GiB"), "32 MiB", "Bytes of those events.");
    static final Setting<Long> CATCH_UP_BYTES = Setting.one(
            "catch-up-bytes",
            Form.bytes("4 KiB", "64 MiB"),
            "256 KiB",
            "Read from the journal in one piece for a session that lags.");

    public static final HubLimits DEFAULTS = of(Values.STANDARD);

    public static HubLimits of(Values values) {
        return new HubLimits(
                values.take(RING_EVENTS),
                values.take(RING_BYTES),
                65_536,
                32 * MIB,
                values.takeInt(CATCH_UP_BYTES),
                4_096,
                16,
                8 * MIB,
                4_096,
                64 * MIB,
                4,
                1_000,
                5,
                100,
                16);
    }

    public HubLimits {
        positive("ringEventsMax", ringEventsMax);
        positive("ringBytesMax", ringBytesMax);
        positive("inboxEventsMax", inboxEventsMax);
        positive("inboxBytesMax", inboxBytesMax);
        positive("catchUpChunkBytes", catchUpChunkBytes);
        positive("catchUpEventsMax", catchUpEventsMax);
        positive("catchUpBurstChunks", catchUpBurstChunks);
        positive("audienceBytesMax", audienceBytesMax);
        positive("audiencePiecesMax", audiencePiecesMax);
        positive("shardBytesMax", shardBytesMax);
        positive("journalReadsMax", journalReadsMax);
        positive("readMillisMax", readMillisMax);
        positive("readAttemptsMax", readAttemptsMax);
        positive("readRetryMillis", readRetryMillis);
        positive("replaysPendingMax", replaysPendingMax);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
