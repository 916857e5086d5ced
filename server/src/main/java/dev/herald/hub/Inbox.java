package dev.herald.hub;

import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Committed batches that wait for a shard's loop. Adding is for any thread, one at a time, and never waits; taking is
 * for the loop. While the loop is busy the next take grows; when it grows beyond the bounds, all that waits is let go and
 * only its last position kept: the shard then has it read from the journal.
 */
final class Inbox {
    private final int eventsMax;
    private final long bytesMax;
    private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

    Inbox(int eventsMax, long bytesMax) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    /** Whether the inbox was empty, so that the caller must see to it that it is taken. */
    boolean add(Batch batch) {
        while (true) {
            Node before = top.get();
            if (top.compareAndSet(before, stacked(before, batch))) {
                return before == null;
            }
        }
    }

    /** All that waits, oldest first; null when nothing does. */
    @Nullable
    Taken take() {
        Node node = top.getAndSet(null);
        if (node == null) {
            return null;
        }
        try {
            return unstacked(node);
        } catch (OutOfMemoryError noRoom) {
            // They are in the journal: none is lost, they are only not at hand.
            return new Taken(node.last(), List.of());
        }
    }

    private static Taken unstacked(Node node) {
        List<Batch> batches = new ArrayList<>();
        Position skippedTo = null;
        for (Node at = node; at != null; at = at.before) {
            if (at.batch != null) {
                batches.add(at.batch);
            } else {
                skippedTo = at.skippedTo;
            }
        }
        Collections.reverse(batches);
        return new Taken(skippedTo, batches);
    }

    private Node stacked(@Nullable Node before, Batch batch) {
        if (before == null) {
            return new Node(null, null, batch, batch.events().size(), batch.bytes());
        }
        int events = before.events + batch.events().size();
        long bytes = before.bytes + batch.bytes();
        return events > eventsMax || bytes > bytesMax
                ? new Node(null, batch.last(), null, 0, 0)
                : new Node(before, null, batch, events, bytes);
    }

    /**
     * What was taken.
     *
     * @param skippedTo up to here events came that are only in the journal; null for none
     * @param batches those after it
     */
    record Taken(@Nullable Position skippedTo, List<Batch> batches) {
        Position last() {
            return batches.isEmpty()
                    ? Objects.requireNonNull(skippedTo)
                    : batches.getLast().last();
        }
    }

    /** A batch, or in its place the position up to which batches were let go. */
    private record Node(
            @Nullable Node before,
            @Nullable Position skippedTo,
            @Nullable Batch batch,
            int events,
            long bytes) {
        Position last() {
            return batch != null ? batch.last() : Objects.requireNonNull(skippedTo);
        }
    }
}
