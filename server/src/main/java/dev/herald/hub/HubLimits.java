package dev.herald.hub;

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

    public static final HubLimits DEFAULTS = new HubLimits(
            16_384, 16 * MIB, 65_536, 32 * MIB, 256 * 1024, 4_096, 16, 8 * MIB, 4_096, 64 * MIB, 4, 1_000, 5, 100, 16);

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
