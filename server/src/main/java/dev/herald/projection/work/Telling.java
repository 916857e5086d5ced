package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.projection.Projection;
import org.jspecify.annotations.Nullable;

/**
 * When a project's progress is told: the first change at once, and what changes within {@value #EVERY_MILLIS} ms of event
 * time after that together, when they are over. So an import of thousands tells two figures, and which ones depends on
 * the events alone. One thread.
 */
final class Telling {
    static final long EVERY_MILLIS = 250;

    Tally.Progress told = new Tally.Progress(null, 0, 0);
    long toldMillis;
    /** The last event that has changed something since it was told; null for none. */
    @Nullable
    Position changed;

    /** An event has changed something. */
    void change(Position at) {
        changed = at;
    }

    boolean isDue(long atMillis) {
        return changed != null && atMillis >= toldMillis + EVERY_MILLIS;
    }

    void forget() {
        changed = null;
        told = new Tally.Progress(null, 0, 0);
    }

    long due() {
        return changed == null ? Projection.NEVER : toldMillis + EVERY_MILLIS;
    }
}
