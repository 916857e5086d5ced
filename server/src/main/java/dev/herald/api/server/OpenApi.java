package dev.herald.api.server;

import dev.herald.http.Handler;
import dev.herald.http.Json;
import dev.herald.http.Need;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /openapi.json}: all routes of the router, as OpenAPI 3.1 describes them. What a route is for and takes stands
 * in {@link OpenApiTable}; a test compares the two. Any thread.
 */
public final class OpenApi {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");
    private static final String JSON = "application/json";

    private final Supplier<List<Route>> routes;
    private volatile byte[] made = {};

    /** @param routes what there is, asked when somebody asks first */
    public OpenApi(Supplier<List<Route>> routes) {
        this.routes = routes;
    }

    public List<Route> routes() {
        Handler.OnLoop handler = request -> Response.json(200, bytes()).with("Cache-Control", "public, max-age=300");
        return List.of(Route.getOnLoop("/openapi.json", handler), Route.getOnLoop("/api/v1/openapi.json", handler));
    }

    private record Document(
            String openapi,
            Map<String, Object> info,
            List<Object> servers,
            Map<String, Map<String, Object>> paths,
            Map<String, Object> components) {}

    private byte[] bytes() {
        byte[] bytes = made;
        if (bytes.length == 0) {
            bytes = Json.bytes(document());
            made = bytes;
        }
        return bytes;
    }

    private Document document() {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes.get()) {
            paths.computeIfAbsent(route.pattern(), any -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        return new Document(
                "3.1.0",
                Map.of(
                        "title",
                        "Herald",
                        "version",
                        "1.0",
                        "description",
                        "Software projects, live: events, and where each project stands. Errors are problem+json (RFC 9457)."),
                List.of(Map.of("url", "/")),
                paths,
                Map.of(
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT")),
                        "schemas",
                        Map.of("Problem", problem())));
    }

    private static Map<String, Object> operation(Route route) {
        OpenApiTable.Row row = OpenApiTable.row(route.method(), route.pattern());
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route));
        if (row != null) {
            operation.put("summary", row.summary());
        }
        List<Object> parameters = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(route.pattern());
        while (variable.find()) {
            parameters.add(parameter(variable.group(1), "path", true, Map.of("type", "string")));
        }
        for (String name : row == null ? List.<String>of() : row.parameters()) {
            parameters.add(parameter(OpenApiTable.wireName(name), "query", false, OpenApiTable.schema(name)));
        }
        operation.put("parameters", parameters);
        if (row != null && !row.body().isEmpty()) {
            operation.put("requestBody", Map.of("required", true, "content", contents(row.body(), Map.of())));
        }
        operation.put("responses", responses(row));
        operation.put("security", route.need() == Need.OPEN ? List.of() : List.of(Map.of("token", List.of())));
        return operation;
    }

    private static Map<String, Object> responses(OpenApiTable.@Nullable Row row) {
        Map<String, Object> responses = new LinkedHashMap<>();
        List<String> types = row == null ? List.of(JSON) : row.answers();
        boolean isSnapshot = row != null && row.parameters().contains("as_of");
        Map<String, Object> schema = isSnapshot
                ? Map.of(
                        "type",
                        List.of("object", "array"),
                        "properties",
                        Map.of(
                                "as_of",
                                Map.of("type", "string"),
                                "at",
                                Map.of("type", "string", "format", "date-time")))
                : Map.of();
        responses.put("2XX", Map.of("description", "Done.", "content", contents(types, schema)));
        if (isSnapshot) {
            responses.put("304", Map.of("description", "The client has this answer: its ETag was in If-None-Match."));
            responses.put("410", refused("That moment is no longer kept."));
        }
        responses.put("default", refused("Refused, with the reason."));
        return responses;
    }

    private static Map<String, Object> refused(String description) {
        return Map.of(
                "description",
                description,
                "content",
                Map.of("application/problem+json", Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))));
    }

    private static Map<String, Object> contents(List<String> types, Map<String, Object> schema) {
        Map<String, Object> contents = new LinkedHashMap<>();
        types.forEach(type ->
                contents.put(type, schema.isEmpty() || !type.equals(JSON) ? Map.of() : Map.of("schema", schema)));
        return contents;
    }

    private static Map<String, Object> parameter(
            String name, String in, boolean isRequired, Map<String, Object> schema) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("required", isRequired);
        parameter.put("schema", schema);
        return parameter;
    }

    private static String id(Route route) {
        return route.method().toLowerCase(Locale.ROOT)
                + route.pattern().replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "_");
    }

    private static Map<String, Object> problem() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> location = Map.of("type", "object", "properties", Map.of("pointer", text, "detail", text));
        return Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "type",
                        text,
                        "title",
                        text,
                        "status",
                        Map.of("type", "integer"),
                        "detail",
                        text,
                        "errors",
                        Map.of("type", "array", "items", location)));
    }
}
