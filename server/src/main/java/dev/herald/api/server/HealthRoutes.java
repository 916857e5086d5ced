package dev.herald.api.server;

import dev.herald.http.Json;
import dev.herald.http.Need;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.meter.Health;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health} tells each part's state, {@code /health/live} that the process answers, {@code /health/ready} whether
 * it should get traffic, to anybody; {@code /metrics} the figures as OpenMetrics 1.0, to administrators.
 */
public final class HealthRoutes {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

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
                Route.getOnLoop("/health/live", HealthRoutes::live),
                Route.get("/health/ready", this::ready).needing(Need.OPEN),
                Route.get("/metrics", request -> Response.text(200, OPEN_METRICS, metrics.get()))
                        .needing(Need.ADMIN));
    }

    private record Whole(Health.Level status, Map<String, Part> components) {}

    private record Part(
            Health.Level status,
            @Json.LeftOutIfNull @Nullable String detail) {}

    private record State(String status) {}

    private Response whole(Request request) {
        Map<String, Part> components = new LinkedHashMap<>();
        health.look()
                .forEach((part, status) -> components.put(
                        part, new Part(status.level(), status.detail().isEmpty() ? null : status.detail())));
        Health.Level worst = health.worst();
        return fresh(worst == Health.Level.UNHEALTHY ? 503 : 200, new Whole(worst, components));
    }

    private static Response live(Request request) {
        return fresh(200, new State("live"));
    }

    private Response ready(Request request) {
        boolean isReady = health.worst() != Health.Level.UNHEALTHY;
        return fresh(isReady ? 200 : 503, new State(isReady ? "ready" : "not ready"));
    }

    private static Response fresh(int status, Record body) {
        return Response.json(status, body).with("Cache-Control", "no-store");
    }
}
