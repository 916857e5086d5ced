package dev.herald.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a request to its route. Any thread.
 *
 * <p>A path that no route has goes to {@code otherwise}. A path that has routes, but none of the method: 405 with {@code
 * Allow} (RFC 9110, section 15.5.6). A GET route answers HEAD too, with its whole response, of which the transport
 * leaves the body out. OPTIONS is answered with {@code Allow}, to anybody.
 */
public final class Router {
    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** All routes of one pattern, by method. */
    private record Place(PathPattern pattern, Map<String, Route> routes) {}

    private record Found(Map<String, Route> routes, Map<String, String> variables) {}

    private final Map<String, Place> literal = new HashMap<>();
    private final List<Place> variable = new ArrayList<>();
    private final List<Route> routes;
    private final Handler otherwise;
    private final Gate gate;
    private final Supplier<String> incidents;

    /** Of a server that is open to all who reach it. */
    public Router(List<Route> routes, Handler otherwise) {
        this(routes, otherwise, Gate.OPEN);
    }

    /**
     * @param otherwise answers what no route takes, such as static files: to anybody
     * @param gate lets callers through to the routes
     */
    public Router(List<Route> routes, Handler otherwise, Gate gate) {
        this(routes, otherwise, gate, () -> UUID.randomUUID().toString());
    }

    /** @param incidents names a failure, in the log and to the client */
    Router(List<Route> routes, Handler otherwise, Gate gate, Supplier<String> incidents) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
        this.gate = gate;
        this.incidents = incidents;
        Map<PathPattern, Place> places = new HashMap<>();
        for (Route route : routes) {
            PathPattern pattern = PathPattern.parse(route.pattern());
            Place place = places.computeIfAbsent(pattern, key -> new Place(key, new HashMap<>()));
            if (place.routes.put(route.method(), route) != null) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.pattern());
            }
            if (pattern.isLiteral()) {
                literal.put(route.pattern(), place);
            }
        }
        places.values().stream()
                .filter(place -> !place.pattern.isLiteral())
                .sorted(Comparator.comparing(place -> place.pattern.rank()))
                .forEach(variable::add);
    }

    /** Answers what no route takes with 404. */
    public static Response notFound(Request request) {
        throw new ProblemException(Problem.of(404, "Not Found", "there is nothing at " + request.path()));
    }

    /** All that it leads to. */
    public List<Route> routes() {
        return routes;
    }

    /** The response, always: refusals and failures are problem+json. */
    public Response handle(Request request) {
        if (request.path().equals("*")) {
            // Asked of the server as a whole (RFC 9110, section 9.3.7).
            return Response.empty(204);
        }
        try {
            return find(request.path()).map(found -> route(request, found)).orElseGet(() -> otherwise.handle(request));
        } catch (ProblemException e) {
            return e.problem().response();
        } catch (RuntimeException e) {
            return failure(request, e);
        }
    }

    private Optional<Found> find(String path) {
        Place exact = literal.get(path);
        if (exact != null) {
            return Optional.of(new Found(exact.routes, Map.of()));
        }
        for (Place place : variable) {
            Optional<Map<String, String>> variables = place.pattern.match(path);
            if (variables.isPresent()) {
                return Optional.of(new Found(place.routes, variables.get()));
            }
        }
        return Optional.empty();
    }

    private Response route(Request request, Found found) {
        @Nullable Route route = found.routes.get(request.method());
        if (route == null && request.method().equals("HEAD")) {
            route = found.routes.get("GET");
        }
        if (route != null) {
            Request admitted = gate.admit(request, route);
            return route.handler()
                    .handle(found.variables.isEmpty() ? admitted : admitted.withVariables(found.variables));
        }
        String allowed = allowed(found.routes);
        if (request.method().equals("OPTIONS")) {
            return Response.empty(204).with("Allow", allowed);
        }
        throw new ProblemException(new Problem(
                405,
                "Method Not Allowed",
                request.method() + " is not answered here, only " + allowed,
                List.of(),
                Headers.NONE.with("Allow", allowed)));
    }

    private static String allowed(Map<String, Route> routes) {
        TreeSet<String> methods = new TreeSet<>(routes.keySet());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    /** The client learns the name under which the log has the cause, and nothing of the cause itself. */
    private Response failure(Request request, RuntimeException cause) {
        String incident = incidents.get();
        log.error("{} {} failed; incident {}", request.method(), request.path(), incident, cause);
        return Problem.of(
                        500,
                        "Internal Server Error",
                        "the server failed; its log has the cause as incident " + incident)
                .response();
    }
}
