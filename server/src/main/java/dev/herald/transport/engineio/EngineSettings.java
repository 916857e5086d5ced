package dev.herald.transport.engineio;

import dev.herald.net.NetLimits;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

/**
 * The limits of Engine.IO.
 *
 * @param pingIntervalMillis between two pings of the server
 * @param pingTimeoutMillis that a client has to answer one
 * @param maxPayloadBytes of one message, and of one polling request's body, from a client
 * @param upgradeMillis that a client has to complete an upgrade
 * @param pollBytesMax after which no more is added to the answer of one polling request; a single piece may be larger
 * @param waitingBytesMax of packets that wait for a polling client's next request; a session with more is closed
 */
public record EngineSettings(
        long pingIntervalMillis,
        long pingTimeoutMillis,
        int maxPayloadBytes,
        long upgradeMillis,
        int pollBytesMax,
        int waitingBytesMax) {
    static final Setting<Long> PING_INTERVAL = Setting.one(
                    "ping-interval",
                    Form.duration("1 s", "3600 s"),
                    "25 s",
                    "Time between the server's pings to a Socket.IO client.")
            .alsoNamed("PING_INTERVAL");
    static final Setting<Long> PING_TIMEOUT = Setting.one(
                    "ping-timeout",
                    Form.duration("1 s", "3600 s"),
                    "60 s",
                    "A Socket.IO client that does not answer a ping for so long is taken for lost.")
            .alsoNamed("PING_TIMEOUT");
    static final Setting<Long> PAYLOAD_BYTES = Setting.one(
                    "max-payload",
                    Form.bytes("1 KiB", "16 MiB"),
                    "1000000",
                    "Largest message, and polling request, of a Socket.IO client.")
            .alsoNamed("MAX_HTTP_BUFFER_SIZE");

    public static final EngineSettings DEFAULT = of(Values.STANDARD);

    /** The answer to a polling request has as much as may be on its way to any session. */
    public static EngineSettings of(Values values) {
        return new EngineSettings(
                values.take(PING_INTERVAL),
                values.take(PING_TIMEOUT),
                values.takeInt(PAYLOAD_BYTES),
                10_000,
                values.takeInt(NetLimits.OUTBOUND_BYTES),
                4 << 20);
    }

    public EngineSettings {
        if (pingIntervalMillis < 1 || pingTimeoutMillis < 1 || upgradeMillis < 1) {
            throw new IllegalArgumentException("ping interval, ping timeout and upgrade time are at least 1 ms");
        }
        if (maxPayloadBytes < 1 || pollBytesMax < 1 || waitingBytesMax < 1) {
            throw new IllegalArgumentException("payload, poll and waiting bytes are at least 1");
        }
    }

    public EngineSettings withPing(long intervalMillis, long timeoutMillis) {
        return new EngineSettings(
                intervalMillis, timeoutMillis, maxPayloadBytes, upgradeMillis, pollBytesMax, waitingBytesMax);
    }

    /** The packet that opens a session. */
    String handshake(String id, boolean mayUpgrade) {
        return "0{\"sid\":\"" + id + "\",\"upgrades\":[" + (mayUpgrade ? "\"websocket\"" : "") + "],\"pingInterval\":"
                + pingIntervalMillis + ",\"pingTimeout\":" + pingTimeoutMillis + ",\"maxPayload\":" + maxPayloadBytes
                + "}";
    }

    /** How often a loop looks at its sessions. */
    long sweepMillis() {
        return Math.max(1, Math.min(1_000, Math.min(pingIntervalMillis, pingTimeoutMillis) / 8));
    }
}
