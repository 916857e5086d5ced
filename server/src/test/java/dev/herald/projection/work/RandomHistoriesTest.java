package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {
    private static final ProjectId P = new ProjectId("p");

    /** Against a reference that counts all leaves anew, on random histories; and from each snapshot as from the start. */
    @Test
    void randomHistoriesKeepTheirSums() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long atMillis = 1_700_000_000_000L;
        for (int round = 0; round < 30; round++) {
            Folding one = new Folding(new WorkProjection());
            Folding other = new Folding(new WorkProjection());
            for (int i = 0; i < 120; i++) {
                String json = RandomTasks.update(random, 12);
                atMillis += random.nextInt(200);
                one.event(atMillis, json);
                other.event(atMillis, json);
                if (random.nextInt(10) == 0) {
                    other.restarted();
                }
            }
            String of = "seed " + seed + ", round " + round;
            assertThat(other.saved(new WorkProjection())).as(of).isEqualTo(one.saved(new WorkProjection()));
            assertThat(other.derived()).as(of).isEqualTo(one.derived());
            reference(of, one.state(WorkProjection.NAME));
        }
    }

    private static void reference(String of, WorkState state) {
        ProjectWork view = Objects.requireNonNull(state.view(P));
        ProjectWork again = ProjectWork.of(view.project(), view.all());
        assertThat(view.leaves()).as(of).isEqualTo(again.leaves());
        double weight = 0;
        double done = 0;
        int total = 0;
        boolean isByEstimate = true;
        for (Task leaf : again.leaves()) {
            assertThat(state.isLeaf(P, leaf.id())).as(of).isTrue();
            if (leaf.status() != Status.CANCELLED) {
                total++;
                isByEstimate &= leaf.estimate() != null && leaf.estimate() > 0;
            }
        }
        for (Task leaf : again.leaves()) {
            if (leaf.status() != Status.CANCELLED) {
                double own = isByEstimate ? Objects.requireNonNull(leaf.estimate()) : 1;
                weight += own;
                done += leaf.status() == Status.DONE ? own : 0;
            }
        }
        Tally tally = state.tally(P);
        assertThat(tally.total()).as(of).isEqualTo(total);
        if (total > 0) {
            assertThat(tally.percentage()).as(of).isCloseTo(100 * done / weight, within(1e-9));
        }
    }
}
