package dev.herald.api.events;

import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.journal.Budget;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import dev.herald.loop.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/events/summary}: how many events there were in each minute of the last hour, and which projects and
 * types occur, as far as the caller may read them.
 */
final class SummaryRoute {
    /** What is not found within this time is left out. */
    static final long MILLIS_MAX = 1_000;

    private static final Set<String> KNOWN = Set.of("project_id", "event_types", "minutes", "token");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");

    private final HistoryReads reads;
    private final Clock clock;

    SummaryRoute(HistoryReads reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    private record Answer(
            String asOf,
            String from,
            String to,
            List<Minute> minutes,
            List<String> projects,
            List<String> types,
            boolean isPartial) {}

    private record Minute(String at, @Nullable Long events) {}

    Response summary(Request request) {
        SummaryQuery query = query(request);
        if (!request.grant().mayRead(query.project())) {
            throw new ProblemException(
                    Problem.of(403, "Forbidden", "the token does not name project " + query.project()));
        }
        return reads.ask(request, (reader, budget) -> {
            Budget within = new Budget(budget.eventsMax(), budget.bytesMax(), MILLIS_MAX, budget.isGone());
            return answer(reader.summary(query, within));
        });
    }

    private SummaryQuery query(Request request) {
        for (String name : request.query().keySet()) {
            if (!KNOWN.contains(name)) {
                throw HistoryParameters.refused(
                        name, "is not a parameter of the summary; known are project_id, event_types and minutes");
            }
        }
        String text = request.parameter("minutes").orElse(String.valueOf(SummaryQuery.MINUTES_MAX));
        int minutes = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (minutes < 1 || minutes > SummaryQuery.MINUTES_MAX) {
            throw HistoryParameters.refused("minutes", "is a number from 1 to " + SummaryQuery.MINUTES_MAX);
        }
        ProjectId project = HistoryParameters.project(request);
        return new SummaryQuery(
                request.grant().reach(), project, HistoryParameters.types(request), minutes, clock.epochMillis());
    }

    private static Response answer(Summary found) {
        List<Minute> minutes = found.minutes().stream()
                .map(minute -> new Minute(time(minute.atMillis()), minute.events()))
                .toList();
        Answer answer = new Answer(
                found.asOf().toString(),
                minutes.getFirst().at(),
                time(found.minutes().getLast().atMillis() + SummaryQuery.MINUTE_MILLIS),
                minutes,
                found.projects(),
                found.types(),
                found.isPartial());
        return Response.json(200, answer).with("Cache-Control", "no-store");
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
