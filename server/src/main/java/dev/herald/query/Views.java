package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.fold.Past;
import dev.herald.fold.Refusal;
import dev.herald.fold.Runner;
import dev.herald.fold.States;
import dev.herald.fold.Unanswered;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the folds and waits for their answer: for virtual threads. What the journal had when somebody asked is in the
 * answer, so that who publishes reads what they published.
 */
public final class Views {
    /** Nobody waits longer for an answer of the folds. */
    static final long ANSWER_MILLIS_MAX = 20_000;
    /** Where the folds are further behind than this, the answer is as of where they are. */
    static final long CATCH_UP_MILLIS_MAX = 3_000;

    private final Runner runner;
    private final Past past;
    private final Supplier<Position> newest;

    /** @param newest where the journal ends now; never blocks */
    public Views(Runner runner, Past past, Supplier<Position> newest) {
        this.runner = runner;
        this.past = past;
        this.newest = newest;
    }

    /**
     * @param asOf as of the newest event that is not after this; null for now
     * @param question runs on the thread that folds: it is short, and answers immutable values
     * @throws Unanswered where there is no answer, with the reason
     */
    public <T> Seen<T> see(@Nullable Position asOf, Function<? super States, ? extends T> question) {
        Function<States, Seen<T>> whole =
                states -> new Seen<>(question.apply(states), states.position(), states.atMillis(), states.isPartial());
        if (asOf == null) {
            Optional<Seen<T>> seen = within(CATCH_UP_MILLIS_MAX, runner.awaiting(newest.get(), whole));
            return seen.orElseGet(() -> whole(runner.ask(whole)));
        }
        return whole(past.ask(asOf, whole));
    }

    private static <T> T whole(CompletableFuture<T> answer) {
        return within(ANSWER_MILLIS_MAX, answer)
                .orElseThrow(() -> new Unanswered(new Refusal.TooLong(ANSWER_MILLIS_MAX)));
    }

    /** Empty where it takes longer. */
    private static <T> Optional<T> within(long millis, CompletableFuture<T> answer) {
        try {
            return Optional.of(answer.get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Optional.empty();
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unanswered(new Refusal.Stopping());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a question to the folds has failed", failed.getCause());
        }
    }
}
