package dev.herald.fold;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Committed batches that wait to be folded. Adding is for any thread and never waits; the rest is for the thread that
 * folds. When more wait than may, all are let go, and nothing but the last position is kept until {@link #collect}: they
 * are in the journal, from where they are read then.
 */
final class Arrivals {
    private final int eventsMax;
    private final long bytesMax;
    private final ArrayDeque<List<Event>> waiting = new ArrayDeque<>();
    private boolean isCollecting;
    private Position heard = Position.ORIGIN;
    private int events;
    private long bytes;

    Arrivals(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    synchronized void add(List<Event> batch) {
        hear(batch.getLast().position());
        if (!isCollecting) {
            return;
        }
        events += batch.size();
        for (Event event : batch) {
            bytes += event.json().length;
        }
        if (events > eventsMax || bytes > bytesMax) {
            letGo();
            isCollecting = false;
            return;
        }
        waiting.add(batch);
    }

    /** The journal is known to reach so far. */
    synchronized void hear(Position newest) {
        heard = newest.isAfter(heard) ? newest : heard;
    }

    private void letGo() {
        waiting.clear();
        events = 0;
        bytes = 0;
    }

    /** Keeps what comes from now on, and says what came last before. */
    synchronized Position collect() {
        isCollecting = true;
        return heard;
    }

    /** Whether what came since {@link #collect} is all here. */
    synchronized boolean isCollecting() {
        return isCollecting;
    }

    /** The next batch; null for none. */
    synchronized @Nullable List<Event> poll() {
        List<Event> next = waiting.poll();
        if (next != null) {
            events -= next.size();
            for (Event event : next) {
                bytes -= event.json().length;
            }
        }
        return next;
    }

    synchronized Position heard() {
        return heard;
    }
}
