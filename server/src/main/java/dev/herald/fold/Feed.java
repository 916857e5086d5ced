package dev.herald.fold;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Reading;
import dev.herald.journal.Slice;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events in order: read from the journal until it ends, then as they are committed, and from the journal again when
 * more were committed than may wait. It belongs to the thread that folds.
 *
 * <p>Reading becomes live without a hole: at the journal's end it begins to collect what is committed, and marks what had
 * been heard before; it reads up to the mark, and what was collected follows. While a slice is folded, the next is read.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int EVENTS_MAX = 65_536;
    private static final long BYTES_MAX = 64L << 20;
    private static final int READ_EVENTS = 4_096;
    private static final long READ_BYTES = 4L << 20;
    private static final long READ_MILLIS = 200;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Arrivals arrivals;
    private final CatchUpLane reads;
    private final Runnable wake;
    private final Clock clock;
    private final Consumer<Slice> gap;
    private final AtomicReference<@Nullable ReadAnswer<Slice>> answer = new AtomicReference<>();
    private List<Event> hand = List.of();
    private int next;
    private Position reached = Position.ORIGIN;
    private @Nullable Position mark;
    private @Nullable Reading reading;
    private boolean isLive;
    private long againNanos;
    private volatile @Nullable String failure;

    /**
     * @param wake makes the thread that folds look again; any thread
     * @param gap is told of a slice before which events are missing
     */
    Feed(Tail tail, CatchUpLane reads, Clock clock, Runnable wake, Consumer<Slice> gap) {
        this(tail, reads, clock, wake, gap, new Arrivals(EVENTS_MAX, BYTES_MAX));
    }

    Feed(Tail tail, CatchUpLane reads, Clock clock, Runnable wake, Consumer<Slice> gap, Arrivals arrivals) {
        this.reads = reads;
        this.clock = clock;
        this.wake = wake;
        this.gap = gap;
        this.arrivals = arrivals;
        againNanos = clock.nanos();
        tail.listen(batch -> {
            arrivals.add(batch);
            wake.run();
        });
        arrivals.hear(tail.newest());
    }

    /** From here on. */
    void begin(Position after) {
        reached = after;
    }

    /** The next event; null where there is none now. */
    @Nullable
    Event peek() {
        while (next == hand.size()) {
            if (!refill()) {
                return null;
            }
        }
        return hand.get(next);
    }

    /** The event that was seen last is done with. */
    void advance() {
        next++;
    }

    /** Whether what was committed has been handed out, but for what is in hand or waits to be taken. */
    boolean isLive() {
        return isLive;
    }

    /** How far the journal is known to reach. Any thread. */
    Position heard() {
        return arrivals.heard();
    }

    /** Why nothing can be read; null while all is well. */
    @Nullable
    String failure() {
        return failure;
    }

    /** How long to wait for, at most, before looking again. */
    long nanosUntilAgain() {
        return isLive || reading != null ? Long.MAX_VALUE : Math.max(0, againNanos - clock.nanos());
    }

    void close() {
        Reading running = reading;
        if (running != null) {
            running.cancel();
        }
    }

    private boolean refill() {
        return isLive ? take() : read();
    }

    private boolean take() {
        List<Event> batch = arrivals.poll();
        if (batch == null) {
            if (!arrivals.isCollecting()) {
                LOG.info(
                        "more events came than can wait to be folded: they are read from the journal after {}",
                        reached);
                isLive = false;
                mark = null;
            }
            return false;
        }
        int from = 0;
        while (from < batch.size() && !batch.get(from).position().isAfter(reached)) {
            from++;
        }
        hold(batch.subList(from, batch.size()), batch.getLast().position());
        return true;
    }

    private void hold(List<Event> events, Position upTo) {
        hand = events;
        next = 0;
        reached = upTo.isAfter(reached) ? upTo : reached;
    }

    /** Whether there is something new in hand. */
    private boolean read() {
        ReadAnswer<Slice> answered = answer.getAndSet(null);
        if (answered == null) {
            if (reading == null && clock.nanos() - againNanos >= 0) {
                ask();
            }
            return false;
        }
        reading = null;
        return switch (answered) {
            case ReadAnswer.Read<Slice>(Slice slice) -> found(slice);
            case ReadAnswer.Busy<Slice>() -> later();
            case ReadAnswer.Gone<Slice>() -> later();
            case ReadAnswer.Failed<Slice>(RuntimeException why) -> failed(why);
        };
    }

    private boolean later() {
        againNanos = clock.nanos() + AGAIN_NANOS;
        return false;
    }

    private boolean failed(RuntimeException why) {
        if (failure == null) {
            LOG.error("the journal cannot be read on after {}, it is tried again: {}", reached, why.getMessage());
        }
        failure = "the journal cannot be read on after " + reached + ": look at the log";
        return later();
    }

    private boolean found(Slice slice) {
        failure = null;
        if (!slice.isWhole()) {
            gap.accept(slice);
            reached = slice.from().isAfter(reached) ? slice.from() : reached;
        }
        boolean isMore = slice.reached().isAfter(reached);
        hold(slice.events(), slice.reached());
        return isMore ? goOn() : join();
    }

    /** There may be more, unless all that was committed before collecting began has been read. */
    private boolean goOn() {
        Position upTo = mark;
        if (upTo != null && arrivals.isCollecting() && !upTo.isAfter(reached)) {
            isLive = true;
        } else {
            ask();
        }
        return true;
    }

    /** The journal ended here when it was read: what is committed from now on is kept, and follows. */
    private boolean join() {
        boolean isMarked = mark != null && arrivals.isCollecting();
        Position upTo = isMarked ? reached : arrivals.collect();
        mark = upTo;
        if (upTo.isAfter(reached)) {
            ask();
            return false;
        }
        isLive = true;
        return true;
    }

    private void ask() {
        Budget budget = Budget.of(READ_EVENTS, READ_BYTES, READ_MILLIS);
        reading = reads.read(reached, Reach.ALL, budget, found -> {
            answer.set(found);
            wake.run();
        });
    }
}
