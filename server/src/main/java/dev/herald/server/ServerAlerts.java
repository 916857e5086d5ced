package dev.herald.server;

import dev.herald.loop.Clock;
import dev.herald.meter.Alerts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds at what the server itself may run out of, and tells what opens and closes. A thread of its own
 * looks, {@code herald-alerts}, for the disk may keep it waiting.
 */
final class ServerAlerts implements AutoCloseable {
    static final double SHARE_OPENS = 0.8;
    static final double SHARE_CLOSES = 0.7;
    static final double DELAY_OPENS_SECONDS = 0.5;
    static final double DELAY_CLOSES_SECONDS = 0.3;
    static final double ERRORS_OPENS = 10;
    static final double ERRORS_CLOSES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ServerAlerts.class);
    private static final long LOOK_MILLIS = 5_000;
    private static final int LOOKS_A_MINUTE = 12;
    private static final double P99 = 0.99;

    private final MeterRegistry meters;
    private final Path data;
    private final Clock clock;
    private final Alerts alerts;
    private final ArrayDeque<Double> errors = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("herald-alerts").daemon().unstarted(this::run);

    /**
     * @param connectionsMax how many connections there may be
     * @param waitingBytesMax what may wait for the journal
     */
    ServerAlerts(MeterRegistry meters, Path data, Clock clock, int connectionsMax, long waitingBytesMax) {
        this.meters = meters;
        this.data = data;
        this.clock = clock;
        alerts = new Alerts(meters);
        share(
                "connections",
                "Connections are at %s of their limit: raise max-connections, or start another instance.",
                () -> gauge("herald.hub.connections") / connectionsMax);
        share(
                "intake",
                "What waits for the journal is at %s of its limit: publishers will be refused soon. Look at the disk.",
                () -> gauge("herald.intake.waiting.bytes") / waitingBytesMax);
        share("memory", "The heap is at %s after a collection: give the server more with -Xmx.", ServerAlerts::heap);
        share("disk", "The disk of the journal is at %s: make room, or keep less.", this::disk);
        alerts.watch(
                new Alerts.Condition(
                        "delay",
                        DELAY_OPENS_SECONDS,
                        DELAY_CLOSES_SECONDS,
                        "Events reach live sessions late: 99 percent within %s. Look at the load of the machine.",
                        "%.0f ms",
                        1_000),
                this::delay);
        alerts.watch(
                new Alerts.Condition(
                        "errors",
                        ERRORS_OPENS,
                        ERRORS_CLOSES,
                        "%s in the last minute: events that were not kept, and defects. The log says which.",
                        "%.0f errors",
                        1),
                this::errors);
    }

    private void share(String name, String message, DoubleSupplier value) {
        alerts.watch(new Alerts.Condition(name, SHARE_OPENS, SHARE_CLOSES, message, "%.0f %%", 100), value);
    }

    void start() {
        thread.start();
    }

    Alerts alerts() {
        return alerts;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look; what has opened is a warning in the log. */
    void look() {
        for (Alerts.Alert changed : alerts.look(clock.epochMillis())) {
            if (changed.closedMillis() == null) {
                LOG.warn("{}", changed.message());
            } else {
                LOG.info("No longer so: {}", changed.message());
            }
        }
    }

    private double gauge(String name) {
        Gauge gauge = meters.find(name).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private double delay() {
        Timer timer = meters.find("herald.hub.delay").timer();
        if (timer != null) {
            for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
                if (value.percentile() == P99) {
                    return value.value(TimeUnit.SECONDS);
                }
            }
        }
        return Double.NaN;
    }

    /** In the last minute: the difference to what had been counted then. */
    private double errors() {
        double count = 0;
        for (String name : new String[] {"herald.events.refused", "herald.defects"}) {
            for (Counter counter : meters.find(name).counters()) {
                count += counter.count();
            }
        }
        errors.add(count);
        if (errors.size() > LOOKS_A_MINUTE + 1) {
            errors.removeFirst();
        }
        return count - errors.getFirst();
    }

    /** What is in use after the last collection, of what there may be; NaN before the first. */
    private static double heap() {
        long used = 0;
        boolean isKnown = false;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (after != null && after.getUsed() > 0) {
                used += after.getUsed();
                isKnown = true;
            }
        }
        return isKnown ? (double) used / Runtime.getRuntime().maxMemory() : Double.NaN;
    }

    private double disk() {
        try {
            FileStore store = Files.getFileStore(data);
            return 1 - (double) store.getUsableSpace() / store.getTotalSpace();
        } catch (IOException unknown) {
            LOG.debug("The disk of {} cannot be looked at", data, unknown);
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
