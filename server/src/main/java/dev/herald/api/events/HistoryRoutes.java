package dev.herald.api.events;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code GET /api/v1/events} pages through history, {@code GET /api/v1/events/{event_id}} finds one. What the caller may
 * not read is as if it were not there, but for a project that it names.
 */
public final class HistoryRoutes {
    /** A page ends early at so many bytes, and when it has taken so long. */
    private static final Budget PAGE = Budget.of(HistoryQuery.LIMIT_MAX, 4 << 20, 5_000);

    private final HistoryLane history;

    public HistoryRoutes(HistoryLane history) {
        this.history = history;
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
        return write(query, ask((reader, budget) -> reader.page(query, budget)));
    }

    private static Response write(HistoryQuery query, HistoryPage found) {
        List<Event> events = found.events();
        // The events are canonical JSON already: a page is their bytes side by side.
        var page = new ByteArrayOutputStream(
                events.stream().mapToInt(event -> event.json().length + 1).sum() + 128);
        write(page, "{\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                page.write(',');
            }
            page.writeBytes(events.get(i).json());
        }
        write(page, found.next() == null ? "],\"next_after\":null" : "],\"next_after\":\"" + found.next() + "\"");
        if (!found.isWhole()) {
            Position oldest = found.oldest();
            write(
                    page,
                    ",\"gap\":{\"requested\":\"" + query.after() + "\",\"oldest_available\":"
                            + (oldest.equals(Position.ORIGIN) ? "null" : "\"" + oldest + "\"") + "}");
        }
        write(page, "}");
        return Response.json(200, page.toByteArray()).with("Cache-Control", "no-store");
    }

    /** Waits for a thread that reads. */
    private <T> T ask(HistoryLane.Question<T> question) {
        return switch (history.ask(PAGE, question)) {
            case ReadAnswer.Read<T>(T value) -> value;
            case ReadAnswer.Busy<T> _ ->
                throw new ProblemException(
                        Problem.of(503, "Too many are reading", "Too many ask for history; try again later.")
                                .with("Retry-After", "1"));
            case ReadAnswer.Failed<T>(RuntimeException failure) ->
                throw new ProblemException(Problem.of(
                                503,
                                "The log cannot be read",
                                failure instanceof JournalException ? failure.getMessage() : "Its reader failed.")
                        .with("Retry-After", "1"));
            case ReadAnswer.Gone<T> _ ->
                throw new ProblemException(Problem.of(503, "The server is stopping", "Try again when it is back."));
        };
    }

    private Response one(Request request) {
        String text = request.variable("event_id");
        Position position = Position.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "Invalid event id", "An event id looks like 1763635200123-0.")));
        return ask((reader, _) -> reader.find(position))
                .filter(request.grant()::mayRead)
                .map(event -> Response.json(200, event.json()))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        404, "No such event", "The log has no event " + position + "; it may have been trimmed.")));
    }

    private static void write(ByteArrayOutputStream page, String text) {
        page.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
