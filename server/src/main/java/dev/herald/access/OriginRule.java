package dev.herald.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may talk to the server: those that it served itself, and those of the configured origins (RFC 6454). A
 * client that names no origin is no page, and is allowed: it could claim anything.
 *
 * @param origins such as {@code https://example.org}, no path; {@code *} for any. Kept in lower case with the port
 */
public record OriginRule(Set<String> origins) {
    public static final OriginRule SAME_ORIGIN = new OriginRule(Set.of());
    private static final String ANY = "*";

    /** @throws IllegalArgumentException for an entry that is no origin; the message names it */
    public OriginRule {
        Set<String> clean = new HashSet<>();
        for (String origin : origins) {
            clean.add(
                    origin.equals(ANY)
                            ? ANY
                            : normal(origin)
                                    .orElseThrow(
                                            () -> new IllegalArgumentException(
                                                    origin
                                                            + " is no origin; one looks like https://example.org or http://localhost:3000, or is *")));
        }
        origins = Set.copyOf(clean);
    }

    public static OriginRule of(List<String> origins) {
        return new OriginRule(Set.copyOf(origins));
    }

    /**
     * Whether a page of this origin may talk to the server.
     *
     * @param origin the request's {@code Origin}, or null
     * @param host the request's {@code Host} (over HTTP/2 its authority), or null
     */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null || isSame(origin, host) || isNamed(origin);
    }

    /** What {@code Access-Control-Allow-Origin} says to that page; empty where the field has no place. */
    public Optional<String> allowOrigin(@Nullable String origin) {
        if (origin == null || !isNamed(origin)) {
            return Optional.empty();
        }
        return Optional.of(origins.contains(ANY) ? ANY : origin);
    }

    private boolean isNamed(String origin) {
        return origins.contains(ANY) || normal(origin).filter(origins::contains).isPresent();
    }

    /** By authority: whether TLS was ended before the server is not for it to know. */
    private static boolean isSame(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        Optional<String> page = normal(origin);
        return page.isPresent() && page.equals(normal(origin.substring(0, origin.indexOf("://") + 3) + host));
    }

    /** In lower case, the port always named; empty for what is no origin. */
    private static Optional<String> normal(String origin) {
        URI uri;
        try {
            uri = new URI(origin.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
        boolean isSecure = "https".equals(uri.getScheme());
        if (!isSecure && !"http".equals(uri.getScheme()) || uri.getHost() == null) {
            return Optional.empty();
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : isSecure ? 443 : 80;
        String bare = uri.getScheme() + "://" + uri.getHost();
        boolean hasMore = !uri.toString().equals(bare) && !uri.toString().equals(bare + ":" + uri.getPort());
        return hasMore ? Optional.empty() : Optional.of(bare + ":" + port);
    }
}
