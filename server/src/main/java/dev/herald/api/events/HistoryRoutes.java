package dev.herald.api.events;

import dev.herald.access.RateLimits;
import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.http.Json;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.loop.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/events} pages through history, {@code GET /api/v1/events/summary} counts it, {@code GET /api/v1/events/{event_id}} finds one. What the caller may
 * not read is as if it were not there, but for a project that it names.
 */
public final class HistoryRoutes {
    private final HistoryReads reads;
    private final Clock clock;

    /** @param limits how often a principal and an address may ask */
    public HistoryRoutes(HistoryLane history, RateLimits limits, Clock clock) {
        this.clock = clock;
        this.reads = new HistoryReads(history, limits, clock);
    }

    public List<Route> routes() {
        SummaryRoute summary = new SummaryRoute(reads, clock);
        return List.of(
                Route.get("/api/v1/events", this::page),
                Route.get("/api/v1/events/summary", summary::summary),
                Route.get("/api/v1/events/{event_id}", this::one));
    }

    /** The events are canonical JSON already. */
    private record Page(
            List<Json.Raw> events,
            @Nullable String nextAfter,
            @Json.LeftOutIfNull @Nullable Gap gap) {}

    private record Gap(String requested, @Nullable String oldestAvailable) {}

    private Response page(Request request) {
        HistoryParameters asked = HistoryParameters.of(request);
        HistoryQuery query = asked.query();
        if (!request.grant().mayRead(query.project())) {
            throw new ProblemException(
                    Problem.of(403, "Forbidden", "the token does not name project " + query.project()));
        }
        HistorySearch search = asked.text() == null ? null : new HistorySearch(asked.text(), clock);
        return reads.ask(
                request,
                (reader, budget) -> answer(
                        query, search == null ? reader.page(query, budget) : search.page(reader, query, budget)));
    }

    private static Response answer(HistoryQuery query, HistoryPage found) {
        Position next = found.next();
        Page page = new Page(
                found.events().stream().map(event -> new Json.Raw(event.json())).toList(),
                next == null ? null : next.toString(),
                found.isWhole() ? null : gap(query, found.oldest()));
        return Response.json(200, page).with("Cache-Control", "no-store");
    }

    private static Gap gap(HistoryQuery query, Position oldest) {
        return new Gap(query.after().toString(), oldest.equals(Position.ORIGIN) ? null : oldest.toString());
    }

    private Response one(Request request) {
        String text = request.variable("event_id");
        Position position = Position.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "Invalid event id", "An event id looks like 1763635200123-0.")));
        return reads.ask(request, (reader, _) -> {
            Optional<Event> event = reader.find(position).filter(request.grant()::mayRead);
            return event.map(found -> Response.json(200, found.json()))
                    .orElseGet(() -> Problem.of(
                                    404,
                                    "No such event",
                                    "The log has no event " + position + "; it may have been trimmed.")
                            .response());
        });
    }
}
