package dev.herald.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.loop.ManualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SweepTest {
    private final ManualLoop loop = new ManualLoop();
    private final Sweep<Counting> sweep = new Sweep<>(loop, 1_000);

    @Test
    void looksAtEachOncePerRound() {
        List<Counting> all = List.of(new Counting(), new Counting(), new Counting());
        all.forEach(sweep::onJoin);
        loop.advance(2_500);
        assertThat(all).allSatisfy(one -> assertThat(one.sweeps).isEqualTo(2));
    }

    @Test
    void oneThatFailsCostsTheOthersNothing() {
        List<Counting> all = List.of(new Counting(), new Counting(), new Counting());
        all.forEach(sweep::onJoin);
        all.get(1).fails = true;
        loop.advance(2_500);
        assertThat(all).allSatisfy(one -> assertThat(one.sweeps).isEqualTo(2));
    }

    @Test
    void restsWhileThereIsNobody() {
        Counting one = new Counting();
        sweep.onJoin(one);
        sweep.onLeave(one);
        loop.advance(5_000);
        assertThat(one.sweeps).isZero();
        sweep.onJoin(one);
        loop.advance(1_000);
        assertThat(one.sweeps).isEqualTo(1);
    }

    @Test
    void whoeverLeavesDuringASweepHidesNobody() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Counting> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Counting one = new Counting();
            one.leaves = random.nextBoolean();
            all.add(one);
            sweep.onJoin(one);
        }
        loop.advance(1_000);
        assertThat(all)
                .as("seed " + seed)
                .allSatisfy(one -> assertThat(one.sweeps).isEqualTo(1));
        loop.advance(1_000);
        assertThat(all)
                .as("seed " + seed)
                .allSatisfy(one -> assertThat(one.sweeps).isEqualTo(one.leaves ? 1 : 2));
        assertThat(sweep.count())
                .isEqualTo((int) all.stream().filter(one -> !one.leaves).count());
    }

    @Test
    void leavingTwiceIsABrokenInvariant() {
        Counting one = new Counting();
        sweep.onJoin(one);
        sweep.onLeave(one);
        assertThatThrownBy(() -> sweep.onLeave(one)).isInstanceOf(IllegalStateException.class);
    }

    private final class Counting implements Sweep.Member {
        private int slot;
        private int sweeps;
        private boolean leaves;
        private boolean fails;

        @Override
        public void onSweep() {
            sweeps++;
            if (fails) {
                throw new AssertionError("looked at");
            }
            if (leaves) {
                sweep.onLeave(this);
            }
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public void slot(int slot) {
            this.slot = slot;
        }
    }
}
