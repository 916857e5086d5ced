package dev.herald.transport.engineio;

import org.jspecify.annotations.Nullable;

/** The WebSocket that means to take a polling session over, if there is one. Runs on its loop. */
final class Upgrade {
    /** What a packet means for the upgrade. */
    enum Step {
        /** The client has seen that the WebSocket works. */
        WORKS,
        /** The session moves there. */
        COMPLETE,
        /** It may not come. */
        WRONG
    }

    private @Nullable EngineWire candidate;
    private boolean isUnderWay;
    private long dueMillis;

    boolean isOf(EngineWire wire) {
        return wire == candidate;
    }

    boolean isIdle() {
        return candidate == null;
    }

    /** Whether the client knows that the WebSocket works, so that nothing in bulk leaves by polling any more. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    /** @param until when it has to be complete, in the session's milliseconds */
    void begin(EngineWire wire, long until) {
        candidate = wire;
        dueMillis = until;
    }

    /**
     * A packet of the WebSocket: {@code 2probe}, which is answered, then {@code 5}.
     *
     * @param packet null for what is no packet
     */
    Step take(EngineWire from, @Nullable Packet packet) {
        if (from != candidate || packet == null) {
            return Step.WRONG;
        }
        if (packet.type() == Packet.Type.PING && packet.text().equals("probe")) {
            isUnderWay = true;
            return Step.WORKS;
        }
        return packet.type() == Packet.Type.UPGRADE && isUnderWay ? Step.COMPLETE : Step.WRONG;
    }

    /** The WebSocket, if it takes too long. */
    @Nullable
    EngineWire late(long nowMillis) {
        return nowMillis >= dueMillis ? candidate : null;
    }

    /** It is over, well or not. Answers the WebSocket that it was about. */
    @Nullable
    EngineWire end() {
        EngineWire was = candidate;
        candidate = null;
        isUnderWay = false;
        return was;
    }
}
