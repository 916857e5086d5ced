package dev.herald.transport.engineio;

/**
 * When the next ping is due, and until when its answer may come (Engine.IO 4). Runs on its loop. Each method is told the
 * time, in milliseconds that never go back.
 */
final class Heartbeat {
    private final EngineSettings settings;
    private boolean isPinged;
    private long dueMillis;

    Heartbeat(EngineSettings settings, long nowMillis) {
        this.settings = settings;
        this.dueMillis = nowMillis + settings.pingIntervalMillis();
    }

    /** Whether a ping is to be sent now; it says so once. */
    boolean takePing(long nowMillis) {
        if (isPinged || nowMillis < dueMillis) {
            return false;
        }
        isPinged = true;
        return true;
    }

    /** The client has sent a pong. Answers whether it was asked for one. */
    boolean takePong(long nowMillis) {
        boolean isAnswer = isPinged;
        isPinged = false;
        dueMillis = nowMillis + settings.pingIntervalMillis();
        return isAnswer;
    }

    /**
     * The client took what was held back. It is alive, but the ping may be behind that, so the time for its answer begins
     * again.
     */
    void progress(long nowMillis) {
        if (isPinged) {
            dueMillis = nowMillis;
        }
    }

    /** Whether the client has not answered in time. */
    boolean isMissed(long nowMillis) {
        return nowMillis >= dueMillis + settings.pingTimeoutMillis();
    }
}
