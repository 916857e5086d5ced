package dev.herald.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a request to its route. Any thread.
 *
 * <p>What an answer takes is known from its route: one whose handler is for a loop is answered at once, as are refusals
 * of the router's own; everything else, a path that no route has included, wants a thread that may block.
 *
 * <p>A path that no route has goes to {@code otherwise}. A path that has routes, but none of the method: 405 with {@code
 * Allow} (RFC 9110, section 15.5.6). A GET route answers HEAD too, with its whole response, of which the transport
 * leaves the body out. OPTIONS is answered with {@code Allow}, to anybody.
 */
public final class Router {
    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** All routes of one pattern, by method. */
    private record Place(PathPattern pattern, Map<String, Route> routes) {}

    /** How a request gets its answer. */
    public sealed interface Lead {
        /** It is this. */
        record Answered(Response response) implements Lead {}

        /** It is made by {@link Router#handle}, on a thread that may block. */
        record MayBlock() implements Lead {}
    }

    private record Found(Map<String, Route> routes, Map<String, String> variables) {}

    private final Map<String, Place> literal = new HashMap<>();
    private final List<Place> variable = new ArrayList<>();
    private final List<Route> routes;
    private final Handler.Blocking otherwise;
    private final Authorization authorization;
    private final Supplier<String> incidents;

    /** Of a server that is open to all who reach it. */
    public Router(List<Route> routes, Handler.Blocking otherwise) {
        this(routes, otherwise, Authorization.OPEN);
    }

    /**
     * @param otherwise answers what no route takes, such as static files: to anybody
     * @param authorization lets callers through to the routes
     */
    public Router(List<Route> routes, Handler.Blocking otherwise, Authorization authorization) {
        this(routes, otherwise, authorization, () -> UUID.randomUUID().toString());
    }

    /** @param incidents names a failure, in the log and to the client */
    Router(List<Route> routes, Handler.Blocking otherwise, Authorization authorization, Supplier<String> incidents) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
        this.authorization = authorization;
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

    /** Answers what is for a loop, and says of the rest that it is not. For loops: it never blocks. */
    public Lead lead(Request request) {
        if (request.path().equals("*")) {
            // Asked of the server as a whole (RFC 9110, section 9.3.7).
            return new Lead.Answered(Response.empty(204));
        }
        Optional<Found> found = find(request.path());
        if (found.isEmpty()) {
            return new Lead.MayBlock();
        }
        Optional<Route> route = route(request.method(), found.get());
        boolean isForLoop = route.isEmpty() || route.get().handler() instanceof Handler.OnLoop;
        return isForLoop ? new Lead.Answered(handle(request)) : new Lead.MayBlock();
    }

    /** The response, always: refusals and failures are problem+json. May block. */
    public Response handle(Request request) {
        if (request.path().equals("*")) {
            return Response.empty(204);
        }
        try {
            return find(request.path()).map(found -> answer(request, found)).orElseGet(() -> otherwise.handle(request));
        } catch (ProblemException e) {
            return e.problem().response();
        } catch (RuntimeException e) {
            return failure(request, e);
        }
    }

    /** What the body of such a request may have. */
    public int bodyBytesMax(String method, String path) {
        return find(path)
                .flatMap(found -> route(method, found))
                .map(Route::bodyBytesMax)
                .orElse(Route.BODY_BYTES_MAX);
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

    private Response answer(Request request, Found found) {
        Optional<Route> route = route(request.method(), found);
        if (route.isEmpty()) {
            return methods(found).instead(request);
        }
        Request admitted = authorization.admit(request, route.get());
        return route.get()
                .handler()
                .handle(found.variables.isEmpty() ? admitted : admitted.withVariables(found.variables));
    }

    private static Methods methods(Found found) {
        Set<String> methods = new HashSet<>(found.routes.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return Methods.of(methods);
    }

    private static Optional<Route> route(String method, Found found) {
        Route route = found.routes.get(method);
        return Optional.ofNullable(route == null && method.equals("HEAD") ? found.routes.get("GET") : route);
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
