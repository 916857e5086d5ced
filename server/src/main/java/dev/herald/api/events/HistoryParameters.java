package dev.herald.api.events;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.journal.HistoryQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a page of history was asked for; what is not understood is refused, never ignored.
 *
 * @param text that the events' data hold, or null for any
 */
record HistoryParameters(HistoryQuery query, @Nullable String text) {
    private static final int LIMIT_DEFAULT = 100;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final Set<String> KNOWN =
            Set.of("project_id", "event_types", "after", "before", "limit", "order", "q", "token");

    static HistoryParameters of(Request request) {
        for (String name : request.query().keySet()) {
            if (!KNOWN.contains(name)) {
                throw refused(
                        name,
                        "is not a parameter of history; known are project_id, event_types, after, before,"
                                + " limit, order and q");
            }
        }
        HistoryQuery query = new HistoryQuery(
                request.grant().reach(),
                project(request),
                types(request),
                request.parameter("after").map(text -> bound("after", text)).orElse(Position.ORIGIN),
                request.parameter("before").map(text -> bound("before", text)).orElse(null),
                limit(request),
                isNewestFirst(request));
        return new HistoryParameters(query, text(request));
    }

    private static @Nullable String text(Request request) {
        Optional<String> text = request.parameter("q").filter(value -> !value.isBlank());
        if (text.isPresent() && text.get().length() > HistorySearch.TEXT_LENGTH_MAX) {
            throw refused("q", "has at most " + HistorySearch.TEXT_LENGTH_MAX + " characters");
        }
        return text.orElse(null);
    }

    static @Nullable ProjectId project(Request request) {
        Optional<String> text = request.parameter("project_id").filter(value -> !value.isEmpty());
        return text.map(value -> ProjectId.parse(value)
                        .orElseThrow(() -> refused("project_id", "matches [A-Za-z0-9._-]{1,128}")))
                .orElse(null);
    }

    /** The types named in a comma-separated list; empty for all. The alias stands for its three. */
    static Set<EventType> types(Request request) {
        Set<EventType> types = new HashSet<>();
        for (String name : request.parameter("event_types").orElse("").split(",")) {
            if (name.strip().equals("auto_commit")) {
                types.addAll(
                        Set.of(KnownType.AUTO_COMMIT_START, KnownType.AUTO_COMMIT_RESULT, KnownType.AUTO_COMMIT_ERROR));
            } else if (!name.isBlank()) {
                types.add(EventType.parse(name.strip())
                        .orElseThrow(() -> refused(
                                "event_types",
                                "names an unknown type; known are " + String.join(", ", KnownType.wireNames())
                                        + " and custom.<name>")));
            }
        }
        return types;
    }

    /** An id, or a time: then everything of that millisecond is on the far side of the bound. */
    private static Position bound(String name, String text) {
        Optional<Position> id = Position.parse(text);
        if (id.isPresent()) {
            return id.get();
        }
        try {
            // A + that was not escaped in the query has become a space; no time has one of its own.
            Instant instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            long millis = instant.toEpochMilli();
            if (name.equals("after")) {
                return Position.of(millis, Position.SEQUENCE_MAX);
            }
            boolean isWhole = instant.equals(Instant.ofEpochMilli(millis));
            return Position.of(isWhole ? millis : millis + 1, 0);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException notATime) {
            throw refused(name, "is an event id such as 1763635200123-0 or an RFC 3339 time");
        }
    }

    private static int limit(Request request) {
        String text = request.parameter("limit").orElse(String.valueOf(LIMIT_DEFAULT));
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > HistoryQuery.LIMIT_MAX) {
            throw refused("limit", "is a number from 1 to " + HistoryQuery.LIMIT_MAX);
        }
        return limit;
    }

    private static boolean isNewestFirst(Request request) {
        return switch (request.parameter("order").orElse("asc")) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw refused("order", "is asc or desc");
        };
    }

    static ProblemException refused(String parameter, String rule) {
        return new ProblemException(
                Problem.of(400, "Invalid parameter", "The parameter " + parameter + " " + rule + "."));
    }
}
