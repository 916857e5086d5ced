package dev.herald.transport.engineio;

import org.jspecify.annotations.Nullable;

/** The WebSocket that means to take a polling session over, if there is one. Runs on its loop. */
final class Upgrade {
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

    /** @param until it has to be complete */
    void begin(EngineWire wire, long until) {
        candidate = wire;
        dueMillis = until;
    }

    void acknowledge() {
        isUnderWay = true;
    }

    /** The WebSocket, if it takes too long. */
    @Nullable
    EngineWire late(long nowMillis) {
        return nowMillis >= dueMillis ? candidate : null;
    }

    /** It is over, well or not; what it was about. */
    @Nullable
    EngineWire end() {
        EngineWire was = candidate;
        candidate = null;
        isUnderWay = false;
        return was;
    }
}
