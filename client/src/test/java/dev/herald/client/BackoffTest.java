package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    @Test
    void doublesWithinHalfAndWholeAndNeverPassesTheMaximum() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int retry = 0; retry < 200; retry++) {
            long whole = retry > 6 ? 10_000 : Math.min(10_000, 100L << retry);
            assertThat(backoff.before(retry, random).toMillis())
                    .as("seed %d", seed)
                    .isBetween(whole / 2, whole);
        }
    }

    @Test
    void isSpread() {
        Random random = new Random(1);
        assertThat(backoff.before(5, random)).isNotEqualTo(backoff.before(5, random));
    }

    @Test
    void refusesTimesThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
