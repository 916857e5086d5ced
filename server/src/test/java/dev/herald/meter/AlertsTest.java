package dev.herald.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Alerts alerts = new Alerts(meters);
    private double value;

    AlertsTest() {
        alerts.watch(new Alerts.Condition("disk", 0.8, 0.7, "The disk is at %s.", "%.0f %%", 100), () -> value);
    }

    @Test
    void opensAboveOneThresholdAndClosesBelowAnother() {
        value = 0.8;
        assertThat(alerts.look(1)).isEmpty();
        value = 0.81;
        assertThat(alerts.look(2)).extracting(Alerts.Alert::message).containsExactly("The disk is at 81 %.");
        assertThat(gauge()).isEqualTo(1);
        for (double swinging : new double[] {0.79, 0.82, 0.71, 0.9}) {
            value = swinging;
            assertThat(alerts.look(3)).isEmpty();
        }
        value = Double.NaN;
        assertThat(alerts.look(4)).isEmpty();
        value = 0.7;
        assertThat(alerts.look(5)).extracting(Alerts.Alert::closedMillis).containsExactly(5L);
        assertThat(gauge()).isZero();
        assertThat(alerts.all()).hasSize(1);
    }

    @Test
    void theOldestOfThoseThatWereGo() {
        for (int i = 0; i < 2 * Alerts.CLOSED_MAX; i++) {
            value = i % 2 == 0 ? 1 : 0;
            alerts.look(i);
        }
        value = 1;
        alerts.look(1_000);
        assertThat(alerts.all()).hasSize(Alerts.CLOSED_MAX + 1);
        assertThat(alerts.all().getLast().closedMillis()).isNull();
    }

    /** Such as a disk that does not answer. */
    @Test
    void aValueThatKeepsItWaitingHoldsUpNobodyElse() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        alerts.watch(new Alerts.Condition("slow", 1, 1, "%s", "%.0f", 1), () -> {
            looking.countDown();
            try {
                answer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return 0;
        });
        Thread looker = Thread.ofPlatform().daemon().start(() -> alerts.look(1));
        looking.await();
        CompletableFuture.supplyAsync(alerts::all).get(30, TimeUnit.SECONDS);
        answer.countDown();
        looker.join();
    }

    private double gauge() {
        return meters.get("herald.alert").tag("name", "disk").gauge().value();
    }
}
