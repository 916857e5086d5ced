package dev.herald.hub;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Slice;
import dev.herald.loop.Loop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard's reads of the journal for cursors beyond its ring: a few at once, first come first served, one chunk a turn,
 * so that nobody is starved by one that is far behind. Runs on its loop; the journal's lane runs the read itself on a
 * thread of its own, and what it found is posted back.
 */
final class JournalReads {
    /** Who waits for events after a position. Runs on the loop. */
    interface Asking {
        Position position();

        /** Changes whenever what was asked for comes to nothing. */
        long generation();

        boolean awaitsRead();

        /** Whether it stands in the queue. */
        boolean isQueued();

        void queued(boolean is);

        /** Whether another has left what comes next, so that no read is needed. */
        boolean hasShared();

        /** The read is not needed. */
        void onShared();

        void onRead(long asked, Slice slice);

        void onReadFailed(long asked, @Nullable String reason);

        /** The read went wrong in a way that trying again does not mend. */
        void onBrokenRead(long asked);
    }

    /** To see whether a position is of this log, one event after it is read. */
    private static final Budget LOOK = Budget.of(1, 1, 5_000);

    private final CatchUpLane lane;
    private final HubLimits limits;
    private final Budget chunk;
    private final Loop loop;
    private final ShardFigures figures;
    private final ArrayDeque<Asking> waiting = new ArrayDeque<>();
    private int active;

    JournalReads(CatchUpLane lane, HubLimits limits, Loop loop, ShardFigures figures) {
        this.lane = lane;
        this.limits = limits;
        chunk = Budget.of(limits.catchUpEventsMax(), limits.catchUpChunkBytes(), limits.readMillisMax());
        this.loop = loop;
        this.figures = figures;
    }

    /**
     * Looks whether the position is of this log.
     *
     * @param found told on the loop; null when the log cannot be read now
     */
    void look(Position after, Consumer<@Nullable Slice> found) {
        figures.journalRead();
        lane.read(after, Reach.ALL, LOOK, answer -> {
            switch (answer) {
                case ReadAnswer.Read<Slice>(Slice slice) -> loop.post(() -> found.accept(slice));
                case ReadAnswer.Busy<Slice> _, ReadAnswer.Failed<Slice> _ -> loop.post(() -> found.accept(null));
                case ReadAnswer.Gone<Slice> _ -> {}
            }
        });
    }

    /** It waits for the events after its position; it hears {@code onRead}, or {@code onReadFailed}. */
    void request(Asking catchUp) {
        if (!catchUp.isQueued()) {
            catchUp.queued(true);
            waiting.add(catchUp);
        }
        startNext();
    }

    private void startNext() {
        while (active < limits.journalReadsMax()) {
            Asking catchUp = waiting.poll();
            if (catchUp == null) {
                return;
            }
            catchUp.queued(false);
            if (catchUp.awaitsRead() && catchUp.hasShared()) {
                catchUp.onShared();
            } else if (catchUp.awaitsRead()) {
                start(catchUp, catchUp.generation(), catchUp.position());
            }
        }
    }

    private void start(Asking catchUp, long generation, Position after) {
        active++;
        figures.journalRead();
        lane.read(
                after,
                Reach.ALL,
                chunk,
                answer -> loop.post(() -> {
                    active--;
                    tell(catchUp, generation, answer);
                    startNext();
                }));
    }

    private static void tell(Asking catchUp, long generation, ReadAnswer<Slice> answer) {
        switch (answer) {
            case ReadAnswer.Read<Slice>(Slice slice) -> catchUp.onRead(generation, slice);
            case ReadAnswer.Busy<Slice> _ -> catchUp.onReadFailed(generation, "too many are reading it");
            case ReadAnswer.Failed<Slice>(JournalException passing) ->
                catchUp.onReadFailed(generation, passing.getMessage());
            // A broken invariant, which was logged: the session is given up.
            case ReadAnswer.Failed<Slice> _ -> catchUp.onBrokenRead(generation);
            case ReadAnswer.Gone<Slice> _ -> {}
        }
    }
}
