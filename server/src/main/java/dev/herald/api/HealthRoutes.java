package dev.herald.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.http.Need;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.meter.Health;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code /health} tells each part's state, {@code /health/live} that the process answers, {@code /health/ready} whether
 * it should get traffic, to anybody; {@code /metrics} the figures as OpenMetrics 1.0, to administrators.
 */
public final class HealthRoutes {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Health health;
    private final Supplier<String> metrics;

    /** @param metrics all figures as OpenMetrics text */
    public HealthRoutes(Health health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health", this::whole).needing(Need.OPEN),
                Route.get("/api/v1/health", this::whole).needing(Need.OPEN),
                Route.get("/health/live", this::live).needing(Need.OPEN),
                Route.get("/health/ready", this::ready).needing(Need.OPEN),
                Route.get("/metrics", request -> Response.text(200, OPEN_METRICS, metrics.get()))
                        .needing(Need.ADMIN));
    }

    private Response whole(Request request) {
        ObjectNode body = JSON.createObjectNode();
        Health.Level worst = health.worst();
        body.put("status", name(worst));
        ObjectNode components = body.putObject("components");
        health.look().forEach((part, status) -> {
            ObjectNode component = components.putObject(part).put("status", name(status.level()));
            if (!status.detail().isEmpty()) {
                component.put("detail", status.detail());
            }
        });
        return json(worst == Health.Level.UNHEALTHY ? 503 : 200, body);
    }

    private Response live(Request request) {
        return json(200, JSON.createObjectNode().put("status", "live"));
    }

    private Response ready(Request request) {
        boolean isReady = health.worst() != Health.Level.UNHEALTHY;
        return json(isReady ? 200 : 503, JSON.createObjectNode().put("status", isReady ? "ready" : "not ready"));
    }

    private static String name(Health.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static Response json(int status, ObjectNode body) {
        return Response.json(status, body.toString().getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store");
    }
}
