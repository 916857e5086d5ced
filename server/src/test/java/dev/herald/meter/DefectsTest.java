package dev.herald.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DefectsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Defects defects = new Defects("part", meters, nanos::get);

    @Test
    void healthIsDegradedForAWhileAfterTheLast() {
        assertThat(defects.status()).isEqualTo(Health.Status.HEALTHY);
        defects.tell("the sky fell", new AssertionError());
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(Defects.DEGRADED_MINUTES) - 1);
        assertThat(defects.status().level()).isEqualTo(Health.Level.DEGRADED);
        assertThat(defects.status().detail()).contains("1 time ", "the sky fell");
        nanos.addAndGet(2);
        assertThat(defects.status()).isEqualTo(Health.Status.HEALTHY);
    }

    @Test
    void eachIsCounted() {
        for (int i = 0; i < 3 * Defects.LOGGED_MAX; i++) {
            defects.tell("again", new AssertionError());
        }
        assertThat(meters.get("herald.defects").tag("part", "part").counter().count())
                .isEqualTo(3 * Defects.LOGGED_MAX);
    }
}
