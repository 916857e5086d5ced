package dev.herald.api.events;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Journal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /api/v1/events} pages through history, {@code GET /api/v1/events/{event_id}} finds one. What the caller may
 * not read is as if it were not there, but for a project that it names.
 */
public final class HistoryRoutes {
    private final Journal journal;

    public HistoryRoutes(Journal journal) {
        this.journal = journal;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/events", this::page), Route.get("/api/v1/events/{event_id}", this::one));
    }

    private Response page(Request request) {
        HistoryQuery query = HistoryParameters.of(request);
        if (!request.grant().mayRead(query.project())) {
            throw new ProblemException(
                    Problem.of(403, "Forbidden", "the token does not name project " + query.project()));
        }
        List<Event> events = journal.page(query);
        boolean hasMore = events.size() == query.limit()
                && isMoreBeyond(query, events.getLast().position());
        // The events are canonical JSON already: a page is their bytes side by side.
        var page = new ByteArrayOutputStream(
                events.stream().mapToInt(event -> event.json().length + 1).sum() + 64);
        write(page, "{\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                page.write(',');
            }
            page.writeBytes(events.get(i).json());
        }
        write(page, hasMore ? "],\"next_after\":\"" + events.getLast().position() + "\"}" : "],\"next_after\":null}");
        return Response.json(200, page.toByteArray()).with("Cache-Control", "no-store");
    }

    private boolean isMoreBeyond(HistoryQuery query, Position last) {
        Position after = query.newestFirst() ? query.after() : last;
        Position before = query.newestFirst() ? last : query.before();
        return !journal.page(new HistoryQuery(
                        query.reach(), query.project(), query.types(), after, before, 1, query.newestFirst()))
                .isEmpty();
    }

    private Response one(Request request) {
        String text = request.variable("event_id");
        Position position = Position.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "Invalid event id", "An event id looks like 1763635200123-0.")));
        return journal.find(position)
                .filter(request.grant()::mayRead)
                .map(event -> Response.json(200, event.json()))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        404, "No such event", "The log has no event " + position + "; it may have been trimmed.")));
    }

    private static void write(ByteArrayOutputStream page, String text) {
        page.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
