package dev.herald.hub;

import dev.herald.event.Position;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The replays that a session asked for and has not received to the end: marks that never go back. Runs on its loop. */
final class Replays {
    private final ArrayDeque<Replay> pending = new ArrayDeque<>(1);

    int size() {
        return pending.size();
    }

    void add(Position mark, LongConsumer done) {
        pending.add(new Replay(mark, done));
    }

    void count(int events) {
        for (Replay replay : pending) {
            replay.events += events;
        }
    }

    /** Nothing beyond this may be written before {@link #finish}; null for no limit. */
    @Nullable
    Position nextMark() {
        Replay first = pending.peek();
        return first == null ? null : first.mark;
    }

    /** Ends the replays whose mark has been reached. */
    void finish(Position reached) {
        for (Replay first = pending.peek(); first != null && !first.mark.isAfter(reached); first = pending.peek()) {
            pending.remove();
            first.done.accept(first.events);
        }
    }

    /** Ends all replays where they are. */
    void finishAll() {
        for (Replay first = pending.poll(); first != null; first = pending.poll()) {
            first.done.accept(first.events);
        }
    }

    private static final class Replay {
        private final Position mark;
        private final LongConsumer done;
        private long events;

        private Replay(Position mark, LongConsumer done) {
            this.mark = mark;
            this.done = done;
        }
    }
}
