package dev.herald.api.command;

import dev.herald.command.Denial;
import dev.herald.command.RowFault;
import dev.herald.command.Seen;
import dev.herald.event.Canonical;
import dev.herald.event.Fault;
import dev.herald.event.ProjectId;
import dev.herald.http.Headers;
import dev.herald.http.Json;
import dev.herald.http.Problem;
import dev.herald.http.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a command, over HTTP. Any thread. */
final class Answers {
    private static final String RETRY_SECONDS = "1";

    private Answers() {}

    private record Moment(String asOf, String at) {}

    /** Who sees this knows of everything up to here, and goes on from the link without a hole. */
    static Response of(int status, Seen<?> seen, @Nullable ProjectId project, Record body) {
        Moment moment = new Moment(seen.asOf().toString(), Canonical.rfc3339(seen.atMillis()));
        String of = project == null ? "" : "project_id=" + project + "&";
        return Response.json(status, Json.bytes(body, moment))
                .with("Cache-Control", "no-store")
                .with("Link", "</api/v1/sse/events?" + of + "last_event_id=" + seen.asOf() + ">; rel=\"events\"");
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** @param shown makes of a current state what is shown of it */
    static Response denied(Denial denial, java.util.function.Function<Object, Record> shown) {
        return switch (denial) {
            case Denial.Unknown(String detail) -> problem(404, "Not Found", detail);
            case Denial.Forbidden(String detail) -> problem(403, "Forbidden", detail);
            case Denial.Conflict(String detail) -> problem(409, "Conflict", detail);
            case Denial.TooLarge(String detail) -> problem(413, "Too large", detail);
            case Denial.KeyInUse(String detail) -> problem(422, "Idempotency key in use", detail);
            case Denial.Outdated(String detail, Object current, long version) ->
                Problem.of(412, "Outdated", detail)
                        .with("ETag", tag(version))
                        .response(new Current(shown.apply(current)));
            case Denial.InvalidRows(List<RowFault> faults, int _, int _) ->
                Problem.of(422, "Invalid", denial.detail()).response(new Rows(faults));
            case Denial.Invalid(List<Fault> faults) ->
                new Problem(422, "Invalid", denial.detail(), locations(faults), Headers.NONE).response();
        };
    }

    private record Rows(List<RowFault> errors) {}

    private record Current(Record current) {}

    private static List<Problem.Location> locations(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new Problem.Location(fault.pointer(), fault.detail()))
                .toList();
    }

    private static Response problem(int status, String title, String detail) {
        return Problem.of(status, title, detail).response();
    }

    static Response unavailable(String detail) {
        return Problem.of(503, "Not done", detail)
                .with("Retry-After", RETRY_SECONDS)
                .response();
    }
}
