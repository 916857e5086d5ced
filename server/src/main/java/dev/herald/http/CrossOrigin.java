package dev.herald.http;

import dev.herald.access.OriginRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells browsers which pages of other origins may see an answer, and answers what they ask before they send it (Fetch
 * standard, section 3.2, the CORS protocol). Tokens are sent in a field that the page sets, never by the
 * browser itself, so its credentials mean nothing here; pages of origins that are named may send them all the same, for a
 * client that asks for it (a proxy's cookie for sticky sessions) would see nothing otherwise. Any thread.
 */
public final class CrossOrigin {
    static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    static final String FIELDS =
            "Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID";
    static final String EXPOSED = "Location, ETag, Retry-After, RateLimit, RateLimit-Policy, Allow, WWW-Authenticate,"
            + " Idempotent-Replayed";

    /** How long a browser may go by the answer before it asks again. */
    static final String MAX_AGE_SECONDS = "600";

    private final OriginRule origins;

    /** @param origins none for a server whose pages are its own: then answers stay as they are */
    public CrossOrigin(Set<String> origins) {
        this.origins = OriginRule.of(List.copyOf(origins));
    }

    /** The answer with what the request's page may know of it. */
    public Response share(Request request, Response response) {
        if (origins.origins().isEmpty()
                || response.headers().first("Access-Control-Allow-Origin").isPresent()) {
            return response;
        }
        Response varying = response.with("Vary", "Origin");
        Optional<String> allowed =
                origins.allowOrigin(request.headers().first("Origin").orElse(null));
        if (allowed.isEmpty()) {
            return varying;
        }
        Response named = varying.with("Access-Control-Allow-Origin", allowed.get());
        Response shared = allowed.get().equals("*") ? named : named.with("Access-Control-Allow-Credentials", "true");
        boolean isPreflight = request.method().equals("OPTIONS")
                && request.headers().first("Access-Control-Request-Method").isPresent();
        if (!isPreflight) {
            return shared.with("Access-Control-Expose-Headers", EXPOSED);
        }
        return shared.with("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Allow-Headers", FIELDS)
                .with("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
}
