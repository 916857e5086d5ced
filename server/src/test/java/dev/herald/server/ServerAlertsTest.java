package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loop.Clock;
import dev.herald.meter.Alerts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAlertsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private double connections;
    private double waiting;

    @TempDir
    Path data;

    @Test
    void connectionsAndTheIntakeAreSharesOfTheirLimits() {
        ServerAlerts alerts = alerts();
        connections = 81;
        waiting = 799;
        alerts.look();
        assertThat(open(alerts)).contains("connections").doesNotContain("intake");
        waiting = 801;
        connections = 70;
        alerts.look();
        assertThat(open(alerts)).contains("intake").doesNotContain("connections");
    }

    @Test
    void errorsAreThoseOfTheLastMinute() {
        ServerAlerts alerts = alerts();
        Counter refused = Counter.builder("herald.events.refused")
                .tag("reason", "unavailable")
                .register(meters);
        alerts.look();
        refused.increment(11);
        alerts.look();
        assertThat(open(alerts)).contains("errors");
        for (int look = 0; look < 13; look++) {
            alerts.look();
        }
        assertThat(open(alerts)).doesNotContain("errors");
    }

    private ServerAlerts alerts() {
        Gauge.builder("herald.hub.connections", () -> connections).register(meters);
        Gauge.builder("herald.intake.waiting.bytes", () -> waiting).register(meters);
        return new ServerAlerts(meters, data, Clock.system(), 100, 1_000);
    }

    private static List<String> open(ServerAlerts alerts) {
        return alerts.alerts().all().stream()
                .filter(alert -> alert.closedMillis() == null)
                .map(Alerts.Alert::name)
                .toList();
    }
}
