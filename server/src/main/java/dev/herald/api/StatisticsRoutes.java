package dev.herald.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.http.Need;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.hub.HubStatistics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many listen, to what, and how much has gone out (protocol, section 6), for administrators. */
public final class StatisticsRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Figures figures;

    public StatisticsRoutes(Figures figures) {
        this.figures = figures;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dashboard/ws/stats", request -> json(webSockets()))
                        .needing(Need.ADMIN),
                Route.get("/api/v1/sse/stats", request -> json(streams())).needing(Need.ADMIN),
                Route.get("/api/v1/websocket/stats", this::rooms).needing(Need.ADMIN));
    }

    /** The same object as {@code /api/v1/dashboard/ws/stats}, for sessions that ask. Any thread; never blocks. */
    public byte[] webSocketStatistics() {
        return bytes(webSockets());
    }

    private ObjectNode webSockets() {
        return common(JSON.createObjectNode().put("websocket_connections", figures.webSockets()));
    }

    private ObjectNode streams() {
        return common(JSON.createObjectNode().put("sse_connections", figures.streams()));
    }

    private ObjectNode common(ObjectNode body) {
        HubStatistics hub = figures.hub();
        body.put("total_connections", hub.connections());
        put(body.putObject("subscription_counts"), hub.subscriptionCounts());
        return body.put("message_queue_size", figures.waiting())
                .put("events_published", figures.published())
                .put("events_delivered", hub.eventsDelivered())
                .put("lagging_connections", hub.lagging())
                .put("uptime_seconds", figures.uptimeSeconds());
    }

    private Response rooms(Request request) {
        HubStatistics hub = figures.hub();
        ObjectNode body = JSON.createObjectNode().put("connections", hub.connections());
        put(body.putObject("rooms"), hub.roomCounts());
        return json(body.put("events_emitted", hub.eventsDelivered()).put("uptime_seconds", figures.uptimeSeconds()));
    }

    private static void put(ObjectNode object, Map<String, Integer> counts) {
        new TreeMap<>(counts).forEach(object::put);
    }

    private static Response json(ObjectNode body) {
        return Response.json(200, bytes(body)).with("Cache-Control", "no-store");
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
