package dev.herald.session;

import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;

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
 * @param roomsTotalMax that all sessions together may name
 */
public record SessionSettings(
        long heartbeatMillis,
        long idleMillis,
        long closeMillis,
        int messageBytesMax,
        int roomsMax,
        int eventTypesMax,
        long authMillis,
        int sessionsMax,
        int roomsTotalMax) {
    static final Setting<Integer> SESSIONS = Setting.one(
                    "max-connections",
                    Form.whole(1, 1_000_000),
                    "10000",
                    "Sessions (WebSockets, event streams, Socket.IO) at a time; more are refused. Requests have 256 connections beside them. Less where the limit of open files is lower, which the start says.")
            .alsoNamed("MAX_CONNECTIONS");
    static final Setting<Long> MESSAGE_BYTES = Setting.one(
            "message-bytes",
            Form.bytes("1 KiB", "16 MiB"),
            "1 MiB",
            "Largest WebSocket message from a client; an event has at most 1 MiB, whatever this is.");
    static final Setting<Integer> ROOMS =
            Setting.one("session-rooms", Form.whole(1, 10_000), "1000", "Rooms that one session may name.");
    static final Setting<Integer> ROOMS_TOTAL = Setting.one(
            "max-rooms",
            Form.whole(1, 100_000_000),
            "200000",
            "Rooms that all sessions together may name; each costs about 550 bytes of memory.");
    static final Setting<Long> HEARTBEAT =
            Setting.one("heartbeat", Form.duration("1 s", "3600 s"), "30 s", "Time between heartbeats to a session.");
    static final Setting<Long> IDLE = Setting.one(
            "idle",
            Form.duration("2 s", "86400 s"),
            "300 s",
            "A session that neither sends nor acknowledges for so long is closed; longer than the heartbeat.");
    static final Setting<Long> AUTH_TIMEOUT = Setting.one(
            "auth-timeout",
            Form.duration("1 s", "600 s"),
            "10 s",
            "A session that has shown no token is closed after so long.");

    public static final SessionSettings DEFAULT = of(Values.STANDARD);

    public static SessionSettings of(Values values) {
        return new SessionSettings(
                values.take(HEARTBEAT),
                values.take(IDLE),
                5_000,
                values.takeInt(MESSAGE_BYTES),
                values.take(ROOMS),
                256,
                values.take(AUTH_TIMEOUT),
                values.take(SESSIONS),
                values.take(ROOMS_TOTAL));
    }

    public SessionSettings {
        if (heartbeatMillis < 1 || idleMillis < 1 || closeMillis < 1) {
            throw new IllegalArgumentException("heartbeat, idle and close time are at least 1 ms");
        }
        if (messageBytesMax < 1 || roomsMax < 1 || eventTypesMax < 1 || sessionsMax < 1 || roomsTotalMax < 1) {
            throw new IllegalArgumentException("message bytes, rooms, event types and sessions are at least 1");
        }
        if (authMillis < 1) {
            throw new IllegalArgumentException("the time to authenticate is at least 1 ms");
        }
    }

    /** For so many sessions. */
    public SessionSettings withSessions(int max) {
        return new SessionSettings(
                heartbeatMillis,
                idleMillis,
                closeMillis,
                messageBytesMax,
                roomsMax,
                eventTypesMax,
                authMillis,
                max,
                roomsTotalMax);
    }

    /** How often a loop looks at its sessions: often enough for the shortest of the times. */
    public long sweepMillis() {
        long shortest = Math.min(heartbeatMillis, Math.min(idleMillis, closeMillis));
        return Math.max(1, Math.min(1_000, shortest / 4));
    }
}
