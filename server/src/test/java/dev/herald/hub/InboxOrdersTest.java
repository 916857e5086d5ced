package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.Room;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * The journal's thread adds while the loop takes, in every order of their steps: whatever comes out could have come out of
 * the same calls one after another.
 */
public class InboxOrdersTest {
    private static final int EVENTS_MAX = 3;
    private static final List<Batch> BATCHES =
            IntStream.rangeClosed(1, 50).mapToObj(InboxOrdersTest::batch).toList();

    private final Inbox inbox = new Inbox(EVENTS_MAX, Long.MAX_VALUE);
    private int added;

    /** Whether the loop must be woken. */
    @Operation(nonParallelGroup = "journal")
    public boolean add() {
        return inbox.add(BATCHES.get(added++));
    }

    /** Where it had to skip to, and the numbers of the batches that follow; 0 for nothing. */
    @Operation(nonParallelGroup = "loop")
    public long take() {
        Inbox.Taken taken = inbox.take();
        if (taken == null) {
            return 0;
        }
        Position skippedTo = taken.skippedTo();
        long answer = skippedTo == null ? 1 : 2 + skippedTo.sequence();
        for (int i = 0; i < taken.batches().size(); i++) {
            answer = answer * 100 + taken.batches().get(i).last().sequence();
        }
        return answer;
    }

    @Test
    void everyOrderOfStepsIsAnOrderOfCalls() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .iterations(10)
                .invocationsPerIteration(200)
                .check(InboxOrdersTest.class);
    }

    private static Batch batch(int number) {
        Event event = new Event(
                Position.of(1_000, number),
                KnownType.COMMIT,
                null,
                Set.of(Room.GLOBAL),
                "test",
                null,
                null,
                null,
                new byte[] {(byte) number});
        return new Batch(List.of(event), 1, 0);
    }
}
