package dev.herald.hub;

import dev.herald.event.Position;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The replays that a session asked for and has not received to the end: marks that never go back. Runs on its loop. */
final class Replays {
    /** Linked by hand: a session that never replays, which is the normal one, holds one null. */
    private @Nullable Replay first;

    private @Nullable Replay last;
    private int size;

    int size() {
        return size;
    }

    void add(Position mark, LongConsumer done) {
        Replay added = new Replay(mark, done);
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
        size++;
    }

    void count(int events) {
        for (Replay replay = first; replay != null; replay = replay.next) {
            replay.events += events;
        }
    }

    /** Nothing beyond this may be written before {@link #finish}; null for no limit. */
    @Nullable
    Position nextMark() {
        return first == null ? null : first.mark;
    }

    /** Ends the replays whose mark has been reached. */
    void finish(Position reached) {
        while (first != null && !first.mark.isAfter(reached)) {
            Replay ended = first;
            first = ended.next;
            last = first == null ? null : last;
            size--;
            ended.done.accept(ended.events);
        }
    }

    /** Ends all replays where they are. */
    void finishAll() {
        finish(new Position(Long.MAX_VALUE));
    }

    /** Nobody is told. */
    void forget() {
        first = null;
        last = null;
        size = 0;
    }

    private static final class Replay {
        private final Position mark;
        private final LongConsumer done;
        private long events;
        private @Nullable Replay next;

        private Replay(Position mark, LongConsumer done) {
            this.mark = mark;
            this.done = done;
        }
    }
}
