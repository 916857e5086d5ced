package dev.herald.fold;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Slice;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Snapshots;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.projection.Projection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds the states as of an earlier position. One thread, which blocks on reads. */
final class Rebuilding {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
    private static final int READ_EVENTS = 4_096;
    private static final long READ_BYTES = 4L << 20;
    private static final long READ_MILLIS = 500;
    private static final long BUSY_MILLIS = 20;
    /** So often the work looks whether it is too late. */
    private static final int LOOK_EVENTS = 256;

    private final List<Projection<?>> projections;
    private final Tail tail;
    private final HistoryLane reads;
    private final Snapshots snapshots;

    Rebuilding(List<Projection<?>> projections, Tail tail, HistoryLane reads, Snapshots snapshots) {
        this.projections = projections;
        this.tail = tail;
        this.reads = reads;
        this.snapshots = snapshots;
    }

    /**
     * How long it may go on.
     *
     * @param isGone whether nobody waits for it any more
     */
    record Limits(Clock clock, long untilNanos, long millisMax, BooleanSupplier isGone) {}

    /** @throws Unanswered where it cannot be known any more, or takes too long */
    Projections asOf(Position asOf, Limits limits) throws InterruptedException {
        Projections late = null;
        for (Position position : bases(asOf)) {
            Projections states = loaded(position);
            if (states != null && foldUpTo(asOf, states, limits)) {
                if (!states.position().equals(position) || states.passedMillis() <= position.epochMillis()) {
                    return states;
                }
                // It was saved some time after its event: time had passed in it. One before is folded up to the event.
                late = late == null ? states : late;
            }
        }
        if (!tail.bounds().isTrimmed()) {
            Projections begun = new Projections(projections);
            if (foldUpTo(asOf, begun, limits)) {
                return begun;
            }
        }
        if (late != null) {
            return late;
        }
        throw new Unanswered(new Refusal.NoLongerKept(oldest()));
    }

    /** The saved states from which the journal still has all that follows, the nearest first. */
    private List<Position> bases(Position asOf) {
        Position floor = tail.bounds().floor();
        try {
            return Saving.kept(snapshots, asOf).stream()
                    .filter(position -> isBase(position, floor))
                    .toList();
        } catch (JournalException cannot) {
            throw new Unanswered(new Refusal.Unreadable(String.valueOf(cannot.getMessage())));
        }
    }

    private boolean isBase(Position position, Position floor) {
        return !floor.isAfter(position) || !tail.bounds().isTrimmed();
    }

    private Position oldest() {
        Bounds bounds = tail.bounds();
        return snapshots.kept(Saving.NAME).stream()
                .filter(position -> isBase(position, bounds.floor()))
                .findFirst()
                .orElse(bounds.newest());
    }

    private @Nullable Projections loaded(Position position) {
        try {
            Snapshot snapshot = Saving.at(snapshots, position);
            if (snapshot == null) {
                return null;
            }
            Projections states = new Projections(projections);
            states.load(snapshot.version(), snapshot.state());
            states.derivations().forgetAll();
            return states;
        } catch (RuntimeException unusable) {
            LOG.info("the state that was saved at {} cannot be used to look back: {}", position, unusable.toString());
            return null;
        }
    }

    /** Whether all that is needed is still there. */
    private boolean foldUpTo(Position asOf, Projections states, Limits limits) throws InterruptedException {
        Position reached = states.position();
        while (asOf.isAfter(reached)) {
            Slice slice = read(reached, limits);
            if (!slice.isWhole()) {
                if (slice.floor().isAfter(reached) && tail.bounds().isTrimmed()) {
                    return false;
                }
                // Damaged there, as it was for those who folded it live.
                states.skipTo(slice.from().isAfter(asOf) ? states.position() : slice.from());
            }
            if (fold(slice, asOf, states, limits) || !slice.reached().isAfter(reached)) {
                break;
            }
            reached = slice.reached();
        }
        states.derivations().forgetAll();
        return true;
    }

    /** Whether the position has been reached. */
    private boolean fold(Slice slice, Position asOf, Projections states, Limits limits) {
        int done = 0;
        for (Event event : slice.events()) {
            if (event.position().isAfter(asOf)) {
                return true;
            }
            while (states.pass(event.position().epochMillis())) {
                done++;
            }
            states.fold(event);
            if (++done >= LOOK_EVENTS) {
                done = 0;
                look(limits);
            }
        }
        return false;
    }

    private void look(Limits limits) {
        if (limits.isGone().getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new Unanswered(new Refusal.Stopping());
        }
        if (limits.clock().nanos() - limits.untilNanos() > 0) {
            throw new Unanswered(new Refusal.TooLong(limits.millisMax()));
        }
    }

    private Slice read(Position after, Limits limits) throws InterruptedException {
        Budget budget = new Budget(READ_EVENTS, READ_BYTES, READ_MILLIS, limits.isGone());
        while (true) {
            look(limits);
            ReadAnswer<Slice> answer = reads.ask(budget, (reader, within) -> reader.read(after, Reach.ALL, within));
            switch (answer) {
                case ReadAnswer.Read<Slice>(Slice slice) -> {
                    return slice;
                }
                case ReadAnswer.Busy<Slice>() -> TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
                case ReadAnswer.Gone<Slice>() -> throw new Unanswered(new Refusal.Stopping());
                case ReadAnswer.Failed<Slice>(RuntimeException why) ->
                    throw new Unanswered(new Refusal.Unreadable(
                            why instanceof JournalException
                                    ? String.valueOf(why.getMessage())
                                    : "the journal could not be read: the log has the stack"));
            }
        }
    }
}
