package dev.herald.intake;

import dev.herald.journal.Appended;
import dev.herald.journal.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the intake counts. Any thread. */
final class IntakeMeters {
    private final Counter published;
    private final Counter repeated;
    private final Counter conflicting;
    private final Counter stale;
    private final Timer append;
    private final DistributionSummary batch;
    private final Map<Receipt.Reason, Counter> refused = new EnumMap<>(Receipt.Reason.class);

    IntakeMeters(MeterRegistry registry, Waiting waiting) {
        published = Counter.builder("herald.events.published")
                .description("events that the journal has kept")
                .register(registry);
        repeated = Counter.builder("herald.events.repeated")
                .description("events that were known by their idempotency key")
                .register(registry);
        stale = Counter.builder("herald.events.stale")
                .description("drafts that were refused because what they change had changed since")
                .register(registry);
        conflicting = Counter.builder("herald.events.conflicting")
                .description("events whose idempotency key was known with other content")
                .register(registry);
        append =
                Timer.builder("herald.journal.append").description("one commit").register(registry);
        batch = DistributionSummary.builder("herald.journal.batch")
                .description("events in one commit")
                .baseUnit("events")
                .register(registry);
        for (Receipt.Reason reason : Receipt.Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("herald.events.refused")
                            .description("events that were not kept")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("herald.intake.waiting.events", waiting, Waiting::events)
                .description("events that wait for the journal or are being committed")
                .baseUnit("events")
                .strongReference(true)
                .register(registry);
        Gauge.builder("herald.intake.waiting.bytes", waiting, Waiting::bytes)
                .description("bytes of the events that wait for the journal or are being committed")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    void appended(List<Outcome> outcomes, long nanos) {
        int kept = 0;
        int isNew = 0;
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Kept(List<Appended> appended) -> {
                    kept += appended.size();
                    for (Appended one : appended) {
                        isNew += one.isNew() ? 1 : 0;
                    }
                }
                case Outcome.Conflict(List<Outcome.Clash> clashes) -> conflicting.increment(clashes.size());
                case Outcome.Stale(List<Outcome.Moved> moved) -> stale.increment(moved.size());
            }
        }
        published.increment(isNew);
        repeated.increment(kept - isNew);
        append.record(nanos, TimeUnit.NANOSECONDS);
        batch.record(kept);
    }

    void refused(Receipt.Reason reason, int events) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment(events);
        }
    }
}
