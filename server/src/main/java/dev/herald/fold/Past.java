package dev.herald.fold;

import dev.herald.event.Position;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.Snapshots;
import dev.herald.journal.Tail;
import dev.herald.loop.Clock;
import dev.herald.projection.Projection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states as they were: folded again from the nearest saved state up to the position that is asked for, on a thread of
 * its own, {@code herald-past}, one question after the other. Nothing is derived. The last few are kept for the next
 * question, and forgotten when nobody asks for a while. Asking is for any thread and never blocks.
 */
public final class Past implements AutoCloseable {
    /** So many questions wait at most. */
    public static final int QUESTIONS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Past.class);
    private static final long IDLE_SECONDS = 300;
    private static final long CLOSE_MILLIS = 2_000;

    private final Rebuilding rebuilding;
    private final Tail tail;
    private final Clock clock;
    private final FoldSettings settings;
    private final BlockingQueue<Question<?>> waiting = new ArrayBlockingQueue<>(QUESTIONS_MAX);
    private final Map<Position, Projections> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Thread thread;
    private volatile boolean isStopping;

    /** What looking back stands on. */
    public record Parts(Tail tail, HistoryLane reads, Snapshots snapshots, Clock clock) {}

    /** @param projections as the runner has them */
    public Past(List<Projection<?>> projections, Parts on, FoldSettings settings) {
        rebuilding = new Rebuilding(List.copyOf(projections), on.tail(), on.reads(), on.snapshots());
        tail = on.tail();
        clock = on.clock();
        this.settings = settings;
        thread = Thread.ofPlatform().name("herald-past").daemon().start(this::run);
    }

    /**
     * Asks of the states as of the newest event that is not after the position. The function runs on {@code
     * herald-past}, so it is short, and answers immutable values. Cancelling the future ends the folding.
     *
     * @return ends with {@link Unanswered} where it cannot be known any more, too many wait, or it takes too long
     */
    public <T> CompletableFuture<T> ask(Position asOf, Function<? super States, ? extends T> question) {
        Question<T> asked = new Question<>(asOf, question, new CompletableFuture<>());
        if (isStopping) {
            asked.refuse(new Refusal.Stopping());
        } else if (!waiting.offer(asked)) {
            asked.refuse(new Refusal.Busy(QUESTIONS_MAX));
        } else if (isStopping) {
            // It may have entered after those that waited were refused.
            asked.refuse(new Refusal.Stopping());
        }
        return asked.answer();
    }

    @Override
    public void close() {
        isStopping = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        refuseWaiting();
    }

    private void refuseWaiting() {
        for (Question<?> left = waiting.poll(); left != null; left = waiting.poll()) {
            left.refuse(new Refusal.Stopping());
        }
    }

    private void run() {
        while (!isStopping) {
            try {
                Question<?> next = waiting.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    kept.clear();
                } else {
                    answer(next);
                }
            } catch (InterruptedException stopped) {
                isStopping = true;
            }
        }
        refuseWaiting();
    }

    private void answer(Question<?> question) throws InterruptedException {
        if (question.answer().isDone()) {
            return;
        }
        try {
            question.answer(states(question.asOf(), question.answer()::isDone));
        } catch (Unanswered refused) {
            question.refuse(refused.refusal());
        } catch (OutOfMemoryError noRoom) {
            kept.clear();
            LOG.error("there is not enough memory to look back to {}", question.asOf());
            question.refuse(new Refusal.Unreadable("there is not enough memory for that: ask for a later moment"));
        } catch (RuntimeException | Error defect) {
            LOG.error("the states as of {} could not be folded", question.asOf(), defect);
            question.refuse(
                    new Refusal.Unreadable("that could not be folded: the log has the stack, please report it"));
        }
    }

    private Projections states(Position asOf, BooleanSupplier isGone) throws InterruptedException {
        Projections known = kept.get(asOf);
        if (known != null) {
            return known;
        }
        long untilNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(settings.pastMillisMax());
        Rebuilding.Limits limits = new Rebuilding.Limits(clock, untilNanos, settings.pastMillisMax(), isGone);
        // What is asked for may still grow where the journal ends before it.
        boolean isFinal = tail.newest().isAfter(asOf);
        Projections states = rebuilding.asOf(asOf, limits);
        if (isFinal || states.position().equals(asOf)) {
            keep(asOf, states);
        }
        return states;
    }

    private void keep(Position asOf, Projections states) {
        if (settings.pastKept() > 0) {
            while (kept.size() >= settings.pastKept()) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(asOf, states);
        }
    }

    private record Question<T>(Position asOf, Function<? super States, ? extends T> of, CompletableFuture<T> answer) {
        void answer(Projections states) {
            T value;
            try {
                value = of.apply(states);
            } catch (RuntimeException | Error thrown) {
                // It is the asker's.
                answer.completeExceptionally(thrown);
                return;
            }
            answer.complete(value);
        }

        void refuse(Refusal refusal) {
            answer.completeExceptionally(new Unanswered(refusal));
        }
    }
}
