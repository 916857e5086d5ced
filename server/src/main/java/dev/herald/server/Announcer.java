package dev.herald.server;

import dev.herald.api.server.Figures;
import dev.herald.event.Canonical;
import dev.herald.event.KnownType;
import dev.herald.http.Json;
import dev.herald.hub.Hub;
import dev.herald.hub.LiveMessage;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.meter.Health;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who listen how the server is, every so often: live only, without an event id, never replayed (protocol,
 * section 1). Runs on one loop.
 */
final class Announcer implements AutoCloseable {
    private final Hub hub;
    private final Health health;
    private final Figures figures;
    private final Clock clock;
    private final Loop loop;
    private final long everyMillis;
    private volatile boolean isClosed;

    Announcer(Hub hub, Health health, Figures figures, Clock clock, Loop loop, long everyMillis) {
        this.hub = hub;
        this.health = health;
        this.figures = figures;
        this.clock = clock;
        this.loop = loop;
        this.everyMillis = everyMillis;
        loop.schedule(everyMillis, this::onDue);
    }

    private void onDue() {
        loop.check();
        if (isClosed) {
            return;
        }
        hub.announce(message(KnownType.SYSTEM_STATUS, this::systemStatus));
        hub.announce(message(KnownType.HEALTH_CHECK, this::healthCheck));
        loop.schedule(everyMillis, this::onDue);
    }

    private record Status(
            Health.Level status,
            int connections,
            long eventsPublished,
            long messageQueueSize,
            long uptimeSeconds,
            String timestamp) {}

    private record Check(Health.Level status, Map<String, Health.Level> components, String timestamp) {}

    /** An event that is nowhere in the log: as any other, but without an id. */
    private record Live(
            String type,
            @Nullable String projectId,
            String source,
            Json.Raw timestamp,
            String isoTimestamp,
            Record data) {}

    private Status systemStatus(String moment) {
        return new Status(
                health.worst(),
                figures.hub().connections(),
                figures.published(),
                figures.waiting(),
                figures.uptimeSeconds(),
                moment);
    }

    private Check healthCheck(String moment) {
        Map<String, Health.Level> components = new LinkedHashMap<>();
        health.look().forEach((part, status) -> components.put(part, status.level()));
        return new Check(health.worst(), components, moment);
    }

    private LiveMessage message(KnownType type, Function<String, Record> data) {
        long now = clock.epochMillis();
        String moment = Canonical.rfc3339(now);
        // Seconds with three decimals, which no number of the platform's keeps.
        Json.Raw seconds =
                new Json.Raw(BigDecimal.valueOf(now, 3).toPlainString().getBytes(StandardCharsets.US_ASCII));
        Live event = new Live(type.wireName(), null, "herald", seconds, moment, data.apply(moment));
        return new LiveMessage(type, null, Json.bytes(event));
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
