package dev.herald.transport.sse;

import dev.herald.event.Position;
import dev.herald.http.Request;
import dev.herald.session.ErrorCode;
import dev.herald.session.Refusal;
import dev.herald.session.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of a stream (PROTOCOL section 3). Any thread.
 *
 * <p>{@code event_types} and {@code rooms} may be given several times, and their values are put together. The id to resume
 * from may be given several times, under either of its names, and the last one counts: clients put theirs behind what was
 * there. Any other parameter that is given twice is refused, since only one of its values could be meant.
 */
sealed interface StreamQuery {
    /**
     * It can be read.
     *
     * @param wish what it is about
     * @param isNamed whether the {@code event} field says the type
     * @param unreadable a {@code Last-Event-ID} field that is no id, or null. An {@code EventSource} that is refused once
     *     never comes back, so it gets its stream and a gap instead
     */
    record Read(Wish wish, boolean isNamed, @Nullable String unreadable) implements StreamQuery {}

    /** It can be read in two ways. */
    record Refused(Refusal refusal) implements StreamQuery {}

    Set<String> ONCE = Set.of("project_id", "named", "conflate");

    /** The second is what some polyfills send. */
    Set<String> RESUMING = Set.of("last_event_id", "lastEventId");

    static StreamQuery of(Request request) {
        for (String name : ONCE) {
            if (request.query().getOrDefault(name, List.of()).size() > 1) {
                return new Refused(new Refusal(
                        ErrorCode.BAD_REQUEST,
                        name + " is given more than once; to hear several projects name their rooms, such as"
                                + " rooms=project:a,project:b"));
            }
        }
        String header = header(request);
        boolean isUnreadable = header != null && Position.parse(header).isEmpty();
        String lastEventId = header == null ? lastGiven(request) : isUnreadable ? null : header;
        String project = request.parameter("project_id").orElse("");
        Wish wish = new Wish(
                names(request, "event_types"),
                project.isEmpty() ? null : project,
                names(request, "rooms"),
                lastEventId,
                isTrue(request, "conflate"));
        return new Read(wish, isTrue(request, "named"), isUnreadable ? header : null);
    }

    /** The field wins over the query: it is what {@code EventSource} sends when it comes back with its first address. */
    private static @Nullable String header(Request request) {
        return request.headers().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Last-Event-ID"))
                .map(field -> field.value().strip())
                .reduce((_, last) -> last)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    private static @Nullable String lastGiven(Request request) {
        String last = "";
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            if (RESUMING.contains(parameter.getKey())) {
                last = parameter.getValue().getLast().strip();
            }
        }
        return last.isEmpty() ? null : last;
    }

    private static boolean isTrue(Request request, String parameter) {
        return request.parameter(parameter)
                .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .isPresent();
    }

    /** Separated by commas, or given several times. */
    private static List<String> names(Request request, String parameter) {
        List<String> names = new ArrayList<>();
        for (String value : request.query().getOrDefault(parameter, List.of())) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }
}
