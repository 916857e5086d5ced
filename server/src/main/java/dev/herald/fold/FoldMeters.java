package dev.herald.fold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What is counted of the folding. Any thread. */
final class FoldMeters {
    /** What is read where it is kept. */
    interface Figures {
        double positionSeconds();

        double lagSeconds();

        int aside();

        int pending();

        int waiting();
    }

    private final Counter folded;
    private final Timer encoded;
    private final DistributionSummary bytes;

    FoldMeters(MeterRegistry registry) {
        folded = Counter.builder("herald.fold.events")
                .description("events that were folded")
                .register(registry);
        encoded = Timer.builder("herald.fold.save")
                .description("what saving the states takes of the time of the thread that folds")
                .register(registry);
        bytes = DistributionSummary.builder("herald.fold.save.size")
                .description("bytes of the states that were saved")
                .baseUnit("bytes")
                .register(registry);
    }

    void show(Figures figures, MeterRegistry registry) {
        Gauge.builder("herald.fold.position", figures, Figures::positionSeconds)
                .description("the time of the newest event that was folded, since the epoch")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder("herald.fold.lag", figures, Figures::lagSeconds)
                .description("from the newest event that was folded to the newest of the journal")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder("herald.fold.aside", figures, Figures::aside)
                .description("projections that are set aside")
                .strongReference(true)
                .register(registry);
        Gauge.builder("herald.fold.pending", figures, Figures::pending)
                .description("derived events that the journal has not shown yet")
                .strongReference(true)
                .register(registry);
        Gauge.builder("herald.fold.waiting", figures, Figures::waiting)
                .description("questions that wait for the thread that folds")
                .strongReference(true)
                .register(registry);
    }

    void folded(int events) {
        folded.increment(events);
    }

    void encoded(long nanos, int length) {
        encoded.record(nanos, TimeUnit.NANOSECONDS);
        bytes.record(length);
    }
}
