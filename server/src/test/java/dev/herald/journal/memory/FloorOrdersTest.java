package dev.herald.journal.memory;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.Drafts;
import dev.herald.journal.ManualClock;
import dev.herald.journal.Slice;
import dev.herald.journal.TrimRules;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * The writer appends and trims while others read, in every order of their steps: what a slice says of its wholeness, its
 * floor and its events could have come out of the same calls one after another.
 */
@Param(name = "number", gen = IntGen.class, conf = "0:4")
public class FloorOrdersTest {
    private static final Position ANYWHERE = new Position(Long.MAX_VALUE);

    private final MemoryJournal journal = new MemoryJournal(new ManualClock());
    private final Position begun = journal.bounds().begun();

    @Operation(nonParallelGroup = "writer")
    public long append() {
        return number(journal.append(List.of(Drafts.file("f"))).getFirst().position());
    }

    @Operation(nonParallelGroup = "writer")
    public long trimToOne() {
        return journal.trim(new TrimRules(0, 1, Long.MAX_VALUE, ANYWHERE));
    }

    @Operation
    public long read(@Param(name = "number") int number) {
        Slice slice = journal.read(new Position(begun.packed() + number), Reach.ALL, Budget.of(10, 100_000, 60_000));
        long answer = slice.isWhole() ? 1 : 2;
        answer = answer * 10 + number(slice.floor());
        answer = answer * 10 + number(slice.from());
        answer = answer * 10 + number(slice.reached());
        return answer * 10 + slice.events().size();
    }

    private long number(Position position) {
        return position.packed() - begun.packed();
    }

    @Test
    void everyOrderOfStepsIsAnOrderOfCalls() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(1)
                .iterations(3)
                .invocationsPerIteration(100)
                .check(FloorOrdersTest.class);
    }
}
