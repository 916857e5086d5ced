package dev.herald.transport.engineio;

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
    public static final EngineSettings DEFAULT =
            new EngineSettings(25_000, 60_000, 1_000_000, 10_000, 256 << 10, 4 << 20);

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
