package dev.herald.client;

import dev.herald.event.Position;
import dev.herald.event.Room;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a subscription's connection: WebSocket first, Server-Sent Events where that does not get through. */
final class Links {
    private final ClientSettings settings;
    private final HttpClient client;
    private final Http http;

    Links(ClientSettings settings, HttpClient client, RandomGenerator random) {
        this.settings = settings;
        this.client = client;
        // The subscription has its own way of trying again.
        this.http = new Http(settings.withAttempts(1, settings.backoff()), client, random, Thread::sleep);
    }

    /** @param after resume from here, or null to begin with what comes next */
    Link open(Interest interest, @Nullable Position after)
            throws Link.LostException, Link.RefusedException, InterruptedException {
        try {
            return WebSocketLink.open(settings, client, subscribe(interest, after));
        } catch (Link.UnfitException e) {
            try {
                Position start = after != null ? after : newest();
                return EventStreamLink.open(settings, client, streamPath(interest, start), start);
            } catch (Link.LostException | Link.RefusedException alsoNot) {
                alsoNot.addSuppressed(e);
                throw alsoNot;
            }
        }
    }

    /**
     * Where the log stands. A stream does not say where it began, so one that wants only what comes next begins at a
     * position that is known, and misses nothing when it is cut before its first event.
     */
    private Position newest() throws Link.LostException, Link.RefusedException, InterruptedException {
        try {
            HttpResponse<byte[]> response = http.get("/api/v1/events?limit=1&order=desc");
            int status = response.statusCode();
            if (status == 401 || status == 403) {
                throw new Link.RefusedException(
                        "the newest event was not told: " + Problems.detail(response),
                        status == 401 ? ConnectionState.Why.TOKEN_REFUSED : ConnectionState.Why.FORBIDDEN);
            }
            if (Problems.isForeign(response)) {
                throw new Link.RefusedException(Problems.foreign(response), ConnectionState.Why.NOT_HERALD);
            }
            if (status != 200) {
                throw new Link.LostException("the newest event was not told: " + Problems.detail(response));
            }
            return newest(response);
        } catch (Link.LostException | Link.RefusedException e) {
            throw e;
        } catch (ServerException e) {
            if (e.isLasting()) {
                throw new Link.RefusedException(Failures.words(e), ConnectionState.Why.NOT_HERALD);
            }
            throw new Link.LostException("the newest event was not told: " + Failures.words(e));
        }
    }

    private static Position newest(HttpResponse<byte[]> response) throws Link.RefusedException {
        try {
            return Wire.page(response.body()).events().stream()
                    .flatMap(event -> event.position().stream())
                    .findFirst()
                    .orElse(Position.ORIGIN);
        } catch (IOException noPage) {
            throw new Link.RefusedException(
                    Problems.foreign(response) + " and no events", ConnectionState.Why.NOT_HERALD);
        }
    }

    static String subscribe(Interest interest, @Nullable Position after) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "subscribe");
        if (!interest.types().isEmpty()) {
            message.put("event_types", interest.types());
        }
        if (interest.project() != null) {
            message.put("project_id", interest.project().value());
        }
        if (!interest.rooms().isEmpty()) {
            message.put("rooms", interest.rooms().stream().map(Room::toString).toList());
        }
        if (after != null) {
            message.put("last_event_id", after.toString());
        }
        if (interest.conflates()) {
            message.put("conflate", true);
        }
        return Wire.json(message);
    }

    static String streamPath(Interest interest, Position after) {
        StringJoiner query = new StringJoiner("&", "/api/v1/sse/events?", "");
        if (!interest.types().isEmpty()) {
            query.add("event_types=" + encoded(String.join(",", interest.types())));
        }
        if (interest.project() != null) {
            query.add("project_id=" + encoded(interest.project().value()));
        }
        if (!interest.rooms().isEmpty()) {
            String rooms = interest.rooms().stream().map(Room::toString).collect(Collectors.joining(","));
            query.add("rooms=" + encoded(rooms));
        }
        query.add("last_event_id=" + after);
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
