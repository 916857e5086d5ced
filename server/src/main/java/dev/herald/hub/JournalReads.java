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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

        /** What it needs of the events after it. */
        Reach wanted();

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

    private static final String BUSY = "too many are reading it";

    private final CatchUpLane lane;
    private final HubLimits limits;
    private final Budget chunk;
    private final Loop loop;
    private final ShardFigures figures;
    private final ArrayDeque<Asking> waiting = new ArrayDeque<>();
    private final Map<Position, Look> looks = new HashMap<>();
    private int active;

    JournalReads(CatchUpLane lane, HubLimits limits, Loop loop, ShardFigures figures) {
        this.lane = lane;
        this.limits = limits;
        chunk = Budget.of(limits.catchUpEventsMax(), limits.catchUpChunkBytes(), limits.readMillisMax());
        this.loop = loop;
        this.figures = figures;
    }

    /** Who wants to know whether a position is of this log. Runs on the loop. */
    interface Looking {
        void onFound(Slice slice);

        /** The log cannot be read, not even after a few attempts. */
        void onFailed(String reason);
    }

    /** One look for all who ask for the same position: after a restart they all do. */
    private static final class Look {
        private final Position after;
        private final List<Looking> askers = new ArrayList<>(1);
        private int failed;

        private Look(Position after) {
            this.after = after;
        }
    }

    /** Looks whether the position is of this log, and whether all that follows it is there. */
    void look(Position after, Looking asker) {
        Look there = looks.get(after);
        if (there != null) {
            there.askers.add(asker);
            return;
        }
        Look look = new Look(after);
        look.askers.add(asker);
        looks.put(after, look);
        start(look);
    }

    private void start(Look look) {
        figures.journalRead();
        lane.read(look.after, Reach.ALL, LOOK, answer -> loop.post(() -> onLooked(look, answer)));
    }

    private void onLooked(Look look, ReadAnswer<Slice> answer) {
        loop.check();
        switch (answer) {
            case ReadAnswer.Read<Slice>(Slice slice) -> end(look).forEach(asker -> asker.onFound(slice));
            case ReadAnswer.Busy<Slice> _ -> lookAgain(look, BUSY);
            case ReadAnswer.Failed<Slice>(JournalException passing) -> lookAgain(look, passing.getMessage());
            case ReadAnswer.Failed<Slice> _ -> end(look).forEach(asker -> asker.onFailed("a defect, see the log"));
            case ReadAnswer.Gone<Slice> _ -> end(look);
        }
    }

    private void lookAgain(Look look, @Nullable String reason) {
        look.failed++;
        if (look.failed >= limits.readAttemptsMax()) {
            end(look).forEach(asker -> asker.onFailed(look.failed + " attempts: " + reason));
        } else {
            loop.schedule(limits.readRetryMillis() << look.failed - 1, () -> start(look));
        }
    }

    private List<Looking> end(Look look) {
        looks.remove(look.after);
        return look.askers;
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
                catchUp.wanted(),
                chunk,
                answer -> loop.post(() -> {
                    active--;
                    try {
                        tell(catchUp, generation, answer);
                    } finally {
                        startNext();
                    }
                }));
    }

    private static void tell(Asking catchUp, long generation, ReadAnswer<Slice> answer) {
        switch (answer) {
            case ReadAnswer.Read<Slice>(Slice slice) -> catchUp.onRead(generation, slice);
            case ReadAnswer.Busy<Slice> _ -> catchUp.onReadFailed(generation, BUSY);
            case ReadAnswer.Failed<Slice>(JournalException passing) ->
                catchUp.onReadFailed(generation, passing.getMessage());
            // A broken invariant, which was logged: the session is given up.
            case ReadAnswer.Failed<Slice> _ -> catchUp.onBrokenRead(generation);
            case ReadAnswer.Gone<Slice> _ -> {}
        }
    }
}
