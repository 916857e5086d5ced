package dev.herald.http;

import java.util.List;

/** Leads a request to its route. Any thread. */
public final class Router {
    private final List<Route> routes;
    private final Handler otherwise;

    /** @param otherwise answers what no route takes, such as static files */
    public Router(List<Route> routes, Handler otherwise) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
    }

    /** The response, always: refusals and failures are problem+json. */
    public Response handle(Request request) {
        for (Route route : routes) {
            if (route.pattern().equals(request.path()) && route.method().equals(request.method())) {
                return route.handler().handle(request);
            }
        }
        return otherwise.handle(request);
    }
}
