package dev.herald.session;

/**
 * The limits of a session.
 *
 * @param heartbeatMillis between two heartbeats
 * @param idleMillis without a sign of life until the session is closed
 * @param closeMillis that a client has to answer a closing handshake
 * @param messageBytesMax of one message from a client, put together and inflated
 * @param roomsMax in one subscription
 * @param eventTypesMax names in one subscription
 * @param authMillis that a client has to show its token
 * @param sessionsMax open at once, all transports together
 */
public record SessionSettings(
        long heartbeatMillis,
        long idleMillis,
        long closeMillis,
        int messageBytesMax,
        int roomsMax,
        int eventTypesMax,
        long authMillis,
        int sessionsMax) {
    public static final SessionSettings DEFAULT =
            new SessionSettings(30_000, 300_000, 5_000, 1 << 20, 1_000, 256, 10_000, 10_000);

    public SessionSettings {
        if (heartbeatMillis < 1 || idleMillis < 1 || closeMillis < 1) {
            throw new IllegalArgumentException("heartbeat, idle and close time are at least 1 ms");
        }
        if (messageBytesMax < 1 || roomsMax < 1 || eventTypesMax < 1 || sessionsMax < 1) {
            throw new IllegalArgumentException("message bytes, rooms, event types and sessions are at least 1");
        }
        if (authMillis < 1) {
            throw new IllegalArgumentException("the time to authenticate is at least 1 ms");
        }
    }

    /** How often a loop looks at its sessions: often enough for the shortest of the times. */
    public long sweepMillis() {
        long shortest = Math.min(heartbeatMillis, Math.min(idleMillis, closeMillis));
        return Math.max(1, Math.min(1_000, shortest / 4));
    }
}
