package dev.herald.transport.engineio;

/** When the next ping is due, and until when its answer may come (Engine.IO 4). Runs on its loop. */
final class Heartbeat {
    private final EngineLoop home;
    private boolean isPinged;
    private long dueMillis;

    Heartbeat(EngineLoop home) {
        this.home = home;
        this.dueMillis = home.nowMillis() + home.settings().pingIntervalMillis();
    }

    /** Whether a ping is to be sent now; once. */
    boolean takePing() {
        if (isPinged || home.nowMillis() < dueMillis) {
            return false;
        }
        isPinged = true;
        return true;
    }

    /** Answers whether it was asked for. */
    boolean onPong() {
        home.loop().check();
        boolean isAnswer = isPinged;
        isPinged = false;
        dueMillis = home.nowMillis() + home.settings().pingIntervalMillis();
        return isAnswer;
    }

    /** The client took what was held back, the ping perhaps not yet: it is alive, and its time begins again. */
    void onProgress() {
        home.loop().check();
        if (isPinged) {
            dueMillis = home.nowMillis();
        }
    }

    /** Whether the client has not answered in time. */
    boolean isMissed() {
        return home.nowMillis() >= dueMillis + home.settings().pingTimeoutMillis();
    }
}
