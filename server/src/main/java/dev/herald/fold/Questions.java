package dev.herald.fold;

import dev.herald.event.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for an answer: at once, or when a position has been folded. Entering is for any thread and never waits;
 * answering is for the thread that folds. Each is answered once: by that thread, or refused when it cannot enter or the
 * folding ends.
 */
final class Questions {
    private final int waitingMax;
    private final ArrayDeque<Question<?>> now = new ArrayDeque<>();
    private final PriorityQueue<Question<?>> later = new PriorityQueue<>();
    private @Nullable Refusal closed;

    Questions(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /** To be answered at the next look. */
    <T> CompletableFuture<T> ask(Function<? super States, ? extends T> of) {
        return enter(new Question<>(Position.ORIGIN, of), true);
    }

    /** To be answered when this position has been folded. */
    <T> CompletableFuture<T> await(Position after, Function<? super States, ? extends T> of) {
        return enter(new Question<>(after, of), false);
    }

    private <T> CompletableFuture<T> enter(Question<T> question, boolean isNow) {
        Refusal refusal;
        synchronized (this) {
            refusal = closed;
            if (refusal == null && now.size() + later.size() >= waitingMax) {
                // Whoever has stopped waiting makes room.
                later.removeIf(waiting -> waiting.answer.isDone());
                now.removeIf(waiting -> waiting.answer.isDone());
                refusal = now.size() + later.size() >= waitingMax ? new Refusal.Busy(waitingMax) : null;
            }
            if (refusal == null) {
                boolean _ = isNow ? now.add(question) : later.add(question);
            }
        }
        if (refusal != null) {
            question.answer.completeExceptionally(new Unanswered(refusal));
        }
        return question.answer;
    }

    /** The next that can be answered as of this position; null for none. */
    synchronized @Nullable Question<?> poll(Position position) {
        Question<?> first = later.peek();
        if (first != null && !first.after.isAfter(position)) {
            return later.poll();
        }
        return now.poll();
    }

    /** Refuses all that wait and all that come. */
    void close(Refusal refusal) {
        List<Question<?>> left = new ArrayList<>();
        synchronized (this) {
            closed = refusal;
            left.addAll(now);
            left.addAll(later);
            now.clear();
            later.clear();
        }
        left.forEach(question -> question.answer.completeExceptionally(new Unanswered(refusal)));
    }

    synchronized int size() {
        return now.size() + later.size();
    }

    /** One question; its future tells whoever asked. */
    static final class Question<T> implements Comparable<Question<?>> {
        private final Position after;
        private final Function<? super States, ? extends T> of;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        private Question(Position after, Function<? super States, ? extends T> of) {
            this.after = after;
            this.of = of;
        }

        @Override
        public int compareTo(Question<?> other) {
            return after.compareTo(other.after);
        }

        /** On the thread that folds. What the question throws is its asker's. */
        void answer(States states) {
            if (answer.isDone()) {
                return;
            }
            try {
                answer.complete(of.apply(states));
            } catch (RuntimeException | Error thrown) {
                answer.completeExceptionally(thrown);
            }
        }
    }
}
