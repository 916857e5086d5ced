package dev.herald.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.api.server.Figures;
import dev.herald.event.Canonical;
import dev.herald.event.KnownType;
import dev.herald.hub.Hub;
import dev.herald.hub.LiveMessage;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.meter.Health;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Tells those who listen how the server is, every so often: live only, without an event id, never replayed (protocol,
 * section 1). Runs on one loop.
 */
final class Announcer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

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
        hub.announce(message(KnownType.SYSTEM_STATUS, systemStatus()));
        hub.announce(message(KnownType.HEALTH_CHECK, healthCheck()));
        loop.schedule(everyMillis, this::onDue);
    }

    private ObjectNode systemStatus() {
        return JSON.createObjectNode()
                .put("status", name(health.worst()))
                .put("connections", figures.hub().connections())
                .put("events_published", figures.published())
                .put("message_queue_size", figures.waiting())
                .put("uptime_seconds", figures.uptimeSeconds());
    }

    private ObjectNode healthCheck() {
        ObjectNode components = JSON.createObjectNode();
        health.look().forEach((part, status) -> components.put(part, name(status.level())));
        ObjectNode data = JSON.createObjectNode().put("status", name(health.worst()));
        data.set("components", components);
        return data;
    }

    private LiveMessage message(KnownType type, ObjectNode data) {
        long now = clock.epochMillis();
        String moment = Canonical.rfc3339(now);
        ObjectNode event = JSON.createObjectNode()
                .put("type", type.wireName())
                .putNull("project_id")
                .put("source", "herald")
                .put("timestamp", BigDecimal.valueOf(now, 3))
                .put("iso_timestamp", moment);
        event.set("data", data.put("timestamp", moment));
        return new LiveMessage(type, null, event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Health.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
