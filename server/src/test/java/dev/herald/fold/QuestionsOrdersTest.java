package dev.herald.fold;

import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Some ask and await, the thread that folds answers, and the folding ends, in every order of their steps: who is refused
 * and who is answered could have come out of the same calls one after another, and nobody is left without an answer.
 */
public class QuestionsOrdersTest {
    private final Questions questions = new Questions(2);
    private final List<CompletableFuture<Position>> asked = new ArrayList<>();
    private boolean isClosed;

    @Operation(nonParallelGroup = "askers")
    public String ask() {
        return entered(questions.ask(States::position));
    }

    @Operation(nonParallelGroup = "askers")
    public String await() {
        return entered(questions.await(new Position(1), States::position));
    }

    private String entered(CompletableFuture<Position> future) {
        asked.add(future);
        return future.isCompletedExceptionally() ? "refused" : "entered";
    }

    /** The folding thread's turn, far enough for all that wait. */
    @Operation(nonParallelGroup = "folding")
    public boolean poll() {
        Questions.Question<?> next = questions.poll(new Position(5));
        if (next != null) {
            next.answer(new Projections(List.of()));
        }
        return next != null;
    }

    @Operation(nonParallelGroup = "folding")
    public void close() {
        questions.close(new Refusal.Stopping());
        isClosed = true;
    }

    @Operation(nonParallelGroup = "folding")
    public int size() {
        return isClosed ? -1 : questions.size();
    }

    @Test
    void everyOrderOfStepsIsAnOrderOfCalls() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(8)
                .invocationsPerIteration(100)
                .check(QuestionsOrdersTest.class);
    }
}
