package dev.herald.transport.engineio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests with packets that are under way: from their head until they are answered, or never will be. A session may have
 * one at a time. Any thread.
 */
final class Pushes {
    private final Map<String, Integer> bySession = new ConcurrentHashMap<>();

    /** Whether the session has no more than one. */
    boolean isOnly(String sid) {
        return bySession.getOrDefault(sid, 0) <= 1;
    }

    /** One request. It counts once it is known that whoever sent it may use the session. */
    final class Mark {
        private final String sid;
        private boolean isCounted;
        private boolean isOver;

        Mark(String sid) {
            this.sid = sid;
        }

        synchronized void count() {
            if (!isOver) {
                isCounted = true;
                bySession.merge(sid, 1, Integer::sum);
            }
        }

        synchronized void end() {
            if (isCounted) {
                isCounted = false;
                bySession.computeIfPresent(sid, (_, count) -> count > 1 ? count - 1 : null);
            }
            isOver = true;
        }
    }
}
