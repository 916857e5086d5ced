package dev.herald.api.server;

import dev.herald.http.Json;
import dev.herald.http.Need;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.hub.HubStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many listen, to what, and how much has gone out (protocol, section 6), for administrators. */
public final class StatisticsRoutes {
    private final Figures figures;

    public StatisticsRoutes(Figures figures) {
        this.figures = figures;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dashboard/ws/stats", request -> fresh(webSocketStatistics()))
                        .needing(Need.ADMIN),
                Route.get("/api/v1/sse/stats", this::streams).needing(Need.ADMIN),
                Route.get("/api/v1/websocket/stats", this::rooms).needing(Need.ADMIN));
    }

    /** The same object as {@code /api/v1/dashboard/ws/stats}, for sessions that ask. Any thread; never blocks. */
    public byte[] webSocketStatistics() {
        return Json.bytes(webSockets(), common());
    }

    private record WebSockets(int websocketConnections) {}

    private record Streams(int sseConnections) {}

    private record Common(
            int totalConnections,
            Map<String, Integer> subscriptionCounts,
            long messageQueueSize,
            long eventsPublished,
            long eventsDelivered,
            int laggingConnections,
            long uptimeSeconds) {}

    private record Rooms(int connections, Map<String, Integer> rooms, long eventsEmitted, long uptimeSeconds) {}

    private WebSockets webSockets() {
        return new WebSockets(figures.webSockets());
    }

    private Response streams(Request request) {
        return fresh(Json.bytes(new Streams(figures.streams()), common()));
    }

    private Common common() {
        HubStatistics hub = figures.hub();
        return new Common(
                hub.connections(),
                new TreeMap<>(hub.subscriptionCounts()),
                figures.waiting(),
                figures.published(),
                hub.eventsDelivered(),
                hub.lagging(),
                figures.uptimeSeconds());
    }

    private Response rooms(Request request) {
        HubStatistics hub = figures.hub();
        return fresh(Json.bytes(new Rooms(
                hub.connections(), new TreeMap<>(figures.rooms()), hub.eventsDelivered(), figures.uptimeSeconds())));
    }

    private static Response fresh(byte[] json) {
        return Response.json(200, json).with("Cache-Control", "no-store");
    }
}
