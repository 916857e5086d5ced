package dev.herald.client;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a connection brought and the subscription has not taken yet. It stays small because each transport asks its
 * connection for more only when something was taken. Any thread puts; one thread takes.
 */
final class Inbox<T> {
    /** A thing, or the end of all things. */
    private record Slot<T>(@Nullable T thing, @Nullable Ending ending) {}

    /**
     * How a connection ended.
     *
     * @param code of a WebSocket close, or 0
     */
    record Ending(int code, String reason) {}

    private final LinkedBlockingQueue<Slot<T>> slots = new LinkedBlockingQueue<>();
    private volatile @Nullable Ending ending;

    void put(T thing) {
        slots.add(new Slot<>(thing, null));
    }

    /** What was put before can still be taken; only the first end counts. */
    void end(Ending how) {
        slots.add(new Slot<>(null, how));
    }

    /**
     * Takes the next thing; null when there is none any more, and {@link #ending} says why.
     *
     * @throws Link.LostException when nothing came for so long
     */
    @Nullable
    T take(Duration max) throws Link.LostException, InterruptedException {
        if (ending != null) {
            return null;
        }
        Slot<T> slot = slots.poll(max.toMillis(), TimeUnit.MILLISECONDS);
        if (slot == null) {
            throw new Link.LostException("nothing came for " + max.toSeconds() + " s");
        }
        if (slot.ending() != null) {
            ending = slot.ending();
        }
        return slot.thing();
    }

    /** How it ended, once {@link #take} has returned null. */
    Ending ending() {
        Ending how = ending;
        if (how == null) {
            throw new IllegalStateException("it has not ended");
        }
        return how;
    }
}
