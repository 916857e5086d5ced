package dev.herald.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.meter.Health;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final long START = 1_763_635_200_000L;
    private static final long DAY = Moments.JUMP_MILLIS_MAX;

    private long wall = START;
    private long nanos;
    private final Moments moments = new Moments(() -> wall, () -> nanos, Position.ORIGIN);

    private void pass(long millis) {
        wall += millis;
        nanos += millis * 1_000_000;
    }

    @Test
    void aQuietWeekIsNoJump() {
        pass(7 * DAY);
        assertThat(moments.next()).isEqualTo(wall);
        assertThat(moments.status(Position.ORIGIN)).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void aJumpOfMoreThanADayIsNotFollowedAndToldUntilItIsMended() {
        wall += 30 * DAY;
        pass(1_000);
        assertThat(moments.next()).isEqualTo(START + 1_000);
        assertThat(moments.status(Position.of(START, 0)).level()).isEqualTo(Health.Level.DEGRADED);
        assertThat(moments.status(Position.of(START, 0)).detail()).contains("jumped ahead by 2592000 s");
        wall -= 30 * DAY;
        assertThat(moments.next()).isEqualTo(wall);
        assertThat(moments.status(Position.of(START, 0))).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void aClockThatStaysWhereItJumpedToIsFollowedAfterAWhile() {
        wall += 3 * DAY;
        moments.next();
        pass(Moments.DOUBT_MILLIS - 1);
        assertThat(moments.next()).isLessThan(START + DAY);
        pass(1);
        assertThat(moments.next()).isEqualTo(wall);
        assertThat(moments.status(Position.of(wall, 0))).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void aClockBehindTheNewestEventIsToldWithHowFar() {
        Position newest = Position.of(START + 90_000, 0);
        assertThat(moments.status(newest).level()).isEqualTo(Health.Level.DEGRADED);
        assertThat(moments.status(newest).detail()).contains("90 s behind the newest event");
        pass(30_000);
        assertThat(moments.status(newest)).isEqualTo(Health.Status.HEALTHY);
    }
}
