package dev.herald.intake;

import dev.herald.journal.Drafts;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Publishers offer and somebody closes while the writer takes, in every order of their steps: who is refused, what a group
 * holds and what counts as in memory could have come out of the same calls one after another.
 */
public class WaitingOrdersTest {
    private static final IntakeLimits LIMITS = new IntakeLimits(3, 1 << 20, 2, 1 << 20, 1_000);
    private static final List<Submission> SUBMISSIONS =
            IntStream.range(0, 50).mapToObj(_ -> Submission.of(Drafts.files(1))).toList();

    private final Waiting waiting = new Waiting(LIMITS);
    private List<Submission> taken = List.of();
    private int offered;

    @Operation(nonParallelGroup = "publisher")
    public String offer() {
        Optional<Receipt.Reason> refusal = waiting.offer(SUBMISSIONS.get(offered++));
        return refusal.map(Enum::name).orElse("taken in");
    }

    @Operation(nonParallelGroup = "publisher")
    public void close() {
        waiting.close();
    }

    /** The writer's turn: what was taken before is done. */
    @Operation(nonParallelGroup = "writer")
    public int take() throws InterruptedException {
        waiting.done(taken);
        taken = waiting.take(0);
        return taken.size();
    }

    @Operation(nonParallelGroup = "writer")
    public String figures() {
        return waiting.events() + (waiting.isDrained() ? " drained" : "");
    }

    @Test
    void everyOrderOfStepsIsAnOrderOfCalls() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(8)
                .invocationsPerIteration(100)
                .check(WaitingOrdersTest.class);
    }
}
