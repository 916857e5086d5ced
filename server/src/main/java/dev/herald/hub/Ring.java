package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events that a shard has seen, without a hole, bounded by number and by bytes of JSON. Runs on its loop. The
 * events are shared with the other shards; only the references are this ring's own.
 */
final class Ring {
    private final int eventsMax;
    private final long bytesMax;
    private @Nullable Event[] slots = new Event[16];
    private int head;
    private int size;
    private long bytes;
    private Position after;

    /** Empty, and whole after the position. */
    Ring(int eventsMax, long bytesMax, Position after) {
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
        this.after = after;
    }

    /** Everything after this position is here. */
    Position after() {
        return after;
    }

    /** Where a reader of what follows the position begins, which lies between {@link #after} and the newest event. */
    Start start(Position from) {
        if (from.equals(after)) {
            return new Start(from, true);
        }
        int next = indexAfter(from);
        Position nearest = next == 0 ? after : at(next - 1).position();
        return new Start(nearest, nearest.equals(from));
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    /** Appends the newest event and lets the oldest go while there are too many. */
    void add(Event event) {
        if (size == slots.length) {
            grow();
        }
        slots[head + size & slots.length - 1] = event;
        size++;
        bytes += event.json().length;
        while (size > eventsMax || bytes > bytesMax) {
            dropOldest();
        }
    }

    /** Forgets everything: the ring starts again after the position. */
    void restart(Position from) {
        slots = new Event[16];
        head = 0;
        size = 0;
        bytes = 0;
        after = from;
    }

    /**
     * Events after the position up to the limit, oldest first, as {@link dev.herald.journal.Reader#read} gives them.
     *
     * @param from at or after {@link #after}
     * @param upTo inclusive
     */
    List<Event> read(Position from, Position upTo, int countMax, long chunkBytes) {
        List<Event> events = new ArrayList<>();
        long read = 0;
        for (int i = indexAfter(from); i < size && events.size() < countMax && read < chunkBytes; i++) {
            Event event = at(i);
            if (event.position().isAfter(upTo)) {
                break;
            }
            events.add(event);
            read += event.json().length;
        }
        return events;
    }

    private int indexAfter(Position from) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (at(middle).position().isAfter(from)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Event at(int index) {
        Event event = slots[head + index & slots.length - 1];
        if (event == null) {
            throw new IllegalStateException("an empty slot inside the ring");
        }
        return event;
    }

    private void dropOldest() {
        Event oldest = at(0);
        slots[head] = null;
        head = head + 1 & slots.length - 1;
        size--;
        bytes -= oldest.json().length;
        after = oldest.position();
    }

    private void grow() {
        @Nullable Event[] larger = new Event[slots.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        slots = larger;
        head = 0;
    }
}
