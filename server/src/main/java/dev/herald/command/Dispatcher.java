package dev.herald.command;

import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.fold.Past;
import dev.herald.fold.Refusal;
import dev.herald.fold.Runner;
import dev.herald.fold.States;
import dev.herald.fold.Unanswered;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.Outcome;
import dev.herald.projection.Members;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does commands: looks, decides, hands the drafts to the intake, waits until the folds have seen them, and shows what is
 * then. For virtual threads, which wait.
 *
 * <p>A draft is kept only while what it rests on is as it was seen. When it is not, the command looks again, as of the
 * event that was in the way, and decides again; whoever had a version in mind is then told what is there.
 */
public final class Dispatcher {
    /** So often a command is decided at most. */
    static final int ATTEMPTS_MAX = 16;

    private static final long LOOK_MILLIS_MAX = 10_000;
    private static final long APPEND_MILLIS_MAX = 30_000;

    private final Parts on;
    private final Turns turns = new Turns();
    private final Replays replays;

    /** What commands stand on. */
    public record Parts(Runner runner, Past past, Intake intake, HistoryLane history) {}

    public Dispatcher(Parts on) {
        this.on = on;
        replays = new Replays(on.intake(), on.history());
    }

    /** Does it, or says why not. Blocks, for a bounded time. */
    public <S, A> Result<A> dispatch(Command<S, A> command, Author author) {
        Object subject = command.subject();
        try (Turns.Turn turn = subject == null ? Turns.Turn.NONE : turns.take(subject, LOOK_MILLIS_MAX)) {
            return turn.isMissed()
                    ? new Result.Unavailable<>("too many change this at the same time: nothing was kept", true)
                    : attempts(command, author);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Result.Unavailable<>("the server is stopping", false);
        } catch (Unanswered refused) {
            return unanswered(refused.refusal());
        } finally {
            command.end();
        }
    }

    /**
     * What is there now. Blocks.
     *
     * @throws Unanswered where the folds do not answer
     */
    public <T> T see(Function<? super States, ? extends T> question) {
        try {
            Optional<T> seen = await(on.runner().ask(question), LOOK_MILLIS_MAX);
            return seen.orElseThrow(() -> new Unanswered(new Refusal.TooLong(LOOK_MILLIS_MAX)));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unanswered(new Refusal.Stopping());
        }
    }

    private <S, A> Result<A> attempts(Command<S, A> command, Author author) throws InterruptedException {
        Position after = Position.ORIGIN;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<S> sight = await(on.runner().awaiting(after, command::look), LOOK_MILLIS_MAX);
            if (sight.isEmpty()) {
                return new Result.Unavailable<>("the folds are behind: nothing was kept", true);
            }
            switch (command.decide(sight.get())) {
                case Decision.Denied(Denial denial) -> {
                    return repeatedOr(command, author, () -> new Result.Denied<>(denial));
                }
                case Decision.Nothing(String about) -> {
                    return repeatedOr(command, author, () -> show(command, about, Position.ORIGIN, false));
                }
                case Decision.Tell(String about, List<Draft> drafts) -> {
                    Optional<Receipt> receipt = await(on.intake().submit(drafts), APPEND_MILLIS_MAX);
                    if (receipt.isEmpty()) {
                        return new Result.Unavailable<>(
                                "the log has not answered in " + APPEND_MILLIS_MAX
                                        + " ms, and nobody knows whether it keeps this: look, or repeat the request"
                                        + " with the same Idempotency-Key",
                                false);
                    }
                    switch (receipt.get()) {
                        case Receipt.Accepted(List<Appended> appended) -> {
                            return kept(command, about, appended);
                        }
                        case Receipt.Conflict conflict -> {
                            return repeated(command, author, Replays.last(conflict));
                        }
                        case Receipt.Refused refused -> {
                            return new Result.Unavailable<>(refused.detail(), true);
                        }
                        case Receipt.Stale(List<Outcome.Moved> moved) -> after = newest(moved);
                    }
                }
            }
        }
        return new Result.Unavailable<>("others change this all the time: nothing was kept", true);
    }

    private static Position newest(List<Outcome.Moved> moved) {
        return moved.stream()
                .map(Outcome.Moved::newest)
                .max(Position::compareTo)
                .orElse(Position.ORIGIN);
    }

    private <A> Result<A> kept(Command<?, A> command, String about, List<Appended> appended)
            throws InterruptedException {
        Position last = appended.stream()
                .map(Appended::position)
                .max(Position::compareTo)
                .orElse(Position.ORIGIN);
        boolean isRepeated = appended.stream().noneMatch(Appended::isNew);
        return isRepeated ? showPast(command, about, last) : show(command, about, last, false);
    }

    /** As it is once the event has been folded. */
    private <A> Result<A> show(Command<?, A> command, String about, Position last, boolean isRepeated)
            throws InterruptedException {
        Optional<Optional<Seen<A>>> seen = await(on.runner().awaiting(last, seen(command, about)), LOOK_MILLIS_MAX);
        if (seen.isEmpty()) {
            return new Result.Unavailable<>(
                    "it is kept as event " + last + ", but the folds are behind: look again in a moment", false);
        }
        return done(seen.get(), isRepeated);
    }

    private static <A> Function<States, Optional<Seen<A>>> seen(Command<?, A> command, String about) {
        return states -> {
            A value = command.show(states, about);
            return value == null
                    ? Optional.empty()
                    : Optional.of(new Seen<>(value, states.position(), states.atMillis()));
        };
    }

    private static <A> Result<A> done(Optional<Seen<A>> seen, boolean isRepeated) {
        return seen.<Result<A>>map(value -> new Result.Done<>(value, isRepeated))
                .orElseGet(() -> new Result.Denied<>(
                        new Denial.Conflict("it was kept, and somebody has taken away what it was about meanwhile")));
    }

    /** What was answered when the request came first: as of its last event, or as it is now if that is too long ago. */
    private <A> Result<A> showPast(Command<?, A> command, String about, Position last) throws InterruptedException {
        try {
            Optional<Optional<Seen<A>>> seen = await(on.past().ask(last, seen(command, about)), LOOK_MILLIS_MAX);
            if (seen.isPresent() && seen.get().isPresent()) {
                return done(seen.get(), true);
            }
        } catch (Unanswered notAnyMore) {
            // What is there now is the next best answer.
        }
        return show(command, about, last, true);
    }

    private <A> Result<A> repeated(Command<?, A> command, Author author, Optional<Position> last)
            throws InterruptedException {
        Retry retry = author.retry();
        Members data = retry == null || last.isEmpty() ? null : replays.same(retry, last.get());
        return data == null
                ? new Result.Denied<>(new Denial.KeyInUse(
                        "the idempotency key was used for another request: take another key for this one"))
                : showPast(command, command.about(data), last.orElseThrow());
    }

    /** An answer that is not the first one's where the request had been done before. */
    private <A> Result<A> repeatedOr(Command<?, A> command, Author author, Otherwise<A> otherwise)
            throws InterruptedException {
        Retry retry = author.retry();
        if (retry != null) {
            Optional<Position> known =
                    await(replays.find(author, retry), APPEND_MILLIS_MAX).orElse(Optional.empty());
            if (known.isPresent()) {
                return repeated(command, author, known);
            }
        }
        return otherwise.result();
    }

    private interface Otherwise<A> {
        Result<A> result() throws InterruptedException;
    }

    /** What the future ends with; empty where it does not end in time. */
    private static <T> Optional<T> await(CompletableFuture<T> future, long millisMax) throws InterruptedException {
        try {
            return Optional.of(future.get(millisMax, TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            future.cancel(false);
            return Optional.empty();
        } catch (ExecutionException failed) {
            @Nullable Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a question of a command failed", cause);
        }
    }

    private static <A> Result<A> unanswered(Refusal refusal) {
        boolean isBusy = refusal instanceof Refusal.Busy || refusal instanceof Refusal.Folding;
        return new Result.Unavailable<>(refusal.detail(), isBusy);
    }
}
