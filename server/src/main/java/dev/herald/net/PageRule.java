package dev.herald.net;

import dev.herald.access.OriginRule;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import java.util.Optional;

/**
 * What pages of others may ask for. Every request passes here, whatever serves its path. Any thread.
 *
 * <p>What changes something, or opens a WebSocket, is for pages of the server's own and of named origins. Of the rest a
 * browser shows a foreign page nothing, so that a server with keys answers it as anybody; but an open one would do the
 * work, and keep the session, for every picture or script that such a page asks it for. There the browser's own word
 * about where a request comes from counts (Fetch Metadata, which no page can write):
 *
 * <table>
 *   <caption>Requests to an open server that change nothing</caption>
 *   <tr><th>Sec-Fetch-Site</th><th>is</th><th>answered</th></tr>
 *   <tr><td>absent</td><td>no browser, or an old one</td><td>yes</td></tr>
 *   <tr><td>none</td><td>what somebody typed</td><td>yes</td></tr>
 *   <tr><td>same-origin</td><td>the server's own page</td><td>yes</td></tr>
 *   <tr><td>same-site, cross-site</td><td>a page of a named origin, as its Origin says</td><td>yes</td></tr>
 *   <tr><td></td><td>a link that leads here: navigate, to a document</td><td>yes</td></tr>
 *   <tr><td></td><td>a picture, script, frame, fetch or stream of a foreign page</td><td>no</td></tr>
 * </table>
 *
 * @param isOpen whether everybody who reaches the server may do everything
 */
record PageRule(OriginRule origins, boolean isOpen) {
    /** Why the request is refused, if it is. */
    Optional<Problem> refusal(String method, String authority, Headers headers) {
        boolean isSafe = (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS"))
                && headers.first("Upgrade").isEmpty();
        String origin = headers.first("Origin").orElse(null);
        if (!isSafe && !origins.allows(origin, authority)) {
            return refused("a page of another origin may not do this; name its origin in the allowed ones");
        }
        if (isOpen && isForeign(headers) && !(origin != null && origins.allows(origin, authority))) {
            return refused("a page of another origin may not load this from a server that is open;"
                    + " name its origin in the allowed ones, and let it fetch with CORS");
        }
        return Optional.empty();
    }

    private static boolean isForeign(Headers headers) {
        String site = headers.first("Sec-Fetch-Site").orElse("none");
        boolean isOwn = site.equals("none") || site.equals("same-origin");
        boolean isLink = is(headers, "Sec-Fetch-Mode", "navigate") && is(headers, "Sec-Fetch-Dest", "document");
        return !isOwn && !isLink;
    }

    private static boolean is(Headers headers, String name, String value) {
        return headers.first(name).filter(value::equals).isPresent();
    }

    private static Optional<Problem> refused(String why) {
        return Optional.of(Problem.of(403, "Forbidden", why));
    }
}
