package dev.herald.fold;

import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Snapshots;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the states now and then. Their bytes are made on the thread that folds, and written by one of their own, {@code
 * herald-fold-save}, one save at a time. Says how far trimming may go: not beyond the state before the newest, so that
 * one that turns out to be damaged costs nothing but time.
 */
final class Saving {
    /** Under which all states are kept together. */
    static final String NAME = "projections";

    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);
    /** While trimming waits, the states are saved no more often than this. */
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Snapshots snapshots;
    private final Tail tail;
    private final FoldSettings settings;
    private final BooleanSupplier isTrimming;
    private final Clock clock;
    private final FoldMeters meters;
    private volatile Position hold = Position.ORIGIN;
    private volatile @Nullable Position newest;
    private volatile @Nullable String failure;
    private @Nullable Thread writer;
    private long savedEvents;
    private long savedNanos;

    /** @param isTrimming whether the oldest event would be trimmed now if nobody needed it */
    Saving(
            Snapshots snapshots,
            Tail tail,
            BooleanSupplier isTrimming,
            FoldSettings settings,
            Clock clock,
            FoldMeters meters) {
        this.snapshots = snapshots;
        this.tail = tail;
        this.isTrimming = isTrimming;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        savedNanos = clock.nanos();
    }

    /** Nothing after this may be trimmed. Any thread. */
    Position hold() {
        long holdFromMillis = Math.max(0, clock.epochMillis() - settings.holdMillis());
        Position limit = Position.of(holdFromMillis, 0);
        Position last = newest;
        Position needed = last != null && isHeld() ? last : hold;
        return limit.isAfter(needed) ? limit : needed;
    }

    /** Whether trimming waits for a state to be saved: then the newest must do, and newer ones are saved soon. */
    private boolean isHeld() {
        return isTrimming.getAsBoolean() && tail.oldest().isAfter(hold);
    }

    /** Degraded while the states cannot be saved. Any thread. */
    Health.Status status() {
        String why = failure;
        return why == null ? Health.Status.HEALTHY : new Health.Status(Health.Level.DEGRADED, why);
    }

    /** The states are those that were saved there; null where all is folded anew. */
    void restored(@Nullable Position from, long events) {
        newest = from;
        hold = from == null ? Position.ORIGIN : from;
        savedEvents = events;
        savedNanos = clock.nanos();
    }

    /** Whether it is time to save. */
    boolean isDue(Projections states) {
        long since = states.events() - savedEvents;
        long nanos = clock.nanos() - savedNanos;
        return since >= settings.saveEvents()
                || since > 0 && nanos >= TimeUnit.MILLISECONDS.toNanos(settings.saveMillis())
                || since > 0 && nanos >= HELD_NANOS && isHeld();
    }

    /** Whether something was folded that is not saved. */
    boolean isBehind(Projections states) {
        return newest == null || states.events() != savedEvents;
    }

    /** The journal's end is reached for the first time since the start: there is one saved state from now on. */
    void first(Projections states) {
        if (newest == null) {
            save(states);
        }
    }

    /** Saves, unless a save is still running or a projection is set aside: then the last one is what a start needs. */
    void save(Projections states) {
        Thread running = writer;
        if (running != null && running.isAlive() || !states.aside().isEmpty()) {
            return;
        }
        long began = clock.nanos();
        byte[] bytes;
        try {
            bytes = states.save();
        } catch (OutOfMemoryError noRoom) {
            failed("the states of the projects could not be saved: there is not enough memory", noRoom);
            bytes = null;
        }
        savedEvents = states.events();
        savedNanos = clock.nanos();
        if (bytes == null) {
            return;
        }
        byte[] all = bytes;
        meters.encoded(clock.nanos() - began, all.length);
        Position position = states.position();
        writer = Thread.ofPlatform().name("herald-fold-save").daemon().start(() -> write(position, all));
    }

    private void write(Position position, byte[] bytes) {
        try {
            snapshots.save(NAME, Projections.VERSION, position, bytes);
            Position before = newest;
            hold = before == null ? position : before;
            newest = position;
            failure = null;
            snapshots.forget(NAME, tail.bounds().floor());
        } catch (JournalException cannot) {
            failed(String.valueOf(cannot.getMessage()), cannot);
        } catch (RuntimeException | Error defect) {
            failed("the states of the projects could not be saved: look at the log", defect);
        }
    }

    private void failed(String why, Throwable thrown) {
        if (failure == null) {
            LOG.error("{}; it is tried again, and nothing is lost: the journal has all", why);
            LOG.debug("why the states could not be saved", thrown);
        }
        failure = why;
    }

    /** Waits for a save that runs. */
    void await(long millisMax) {
        Thread running = writer;
        if (running != null) {
            try {
                running.join(millisMax);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Those that are saved and not after this position, the newest first, each read when it is asked for. */
    static List<Position> kept(Snapshots snapshots, Position upTo) {
        return snapshots.kept(NAME).stream()
                .filter(position -> !position.isAfter(upTo))
                .toList()
                .reversed();
    }

    /** The one at this position; null where it is damaged or gone. */
    static @Nullable Snapshot at(Snapshots snapshots, Position position) {
        return snapshots
                .load(NAME, position)
                .filter(found -> found.position().equals(position))
                .orElse(null);
    }
}
