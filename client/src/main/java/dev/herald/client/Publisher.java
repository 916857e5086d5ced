package dev.herald.client;

import dev.herald.event.Fault;
import dev.herald.event.Position;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Publishes one event or many, in bounded requests. Any thread; blocks. */
final class Publisher {
    /** A quarter of what the server takes, so that one slow request does not hold much. */
    static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;

    static final int REQUEST_EVENTS_MAX = 1_000;
    private static final int TOO_MUCH = 413;
    private static final int INVALID = 422;
    private static final String PATH = "/api/v1/events";

    private final Http http;

    Publisher(Http http) {
        this.http = http;
    }

    Outcome publish(Publication publication) throws ServerException, InterruptedException {
        HttpResponse<byte[]> response = post("application/json", publication.json());
        if (response.statusCode() / 100 != 2) {
            return Problems.refusal(response);
        }
        return kept(Problems.members(response).get("event_id"), response);
    }

    List<Outcome> publish(List<Publication> publications) throws ServerException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>(publications.size());
        int from = 0;
        while (from < publications.size()) {
            int to = requestEnd(publications, from);
            outcomes.addAll(send(publications.subList(from, to)));
            from = to;
        }
        return outcomes;
    }

    private HttpResponse<byte[]> post(String contentType, byte[] body) throws ServerException, InterruptedException {
        HttpResponse<byte[]> response = http.post(PATH, contentType, body);
        if (Problems.isForeign(response)) {
            throw new ServerException(response.statusCode(), Problems.foreign(response), true);
        }
        return response;
    }

    private static int requestEnd(List<Publication> publications, int from) {
        int to = from;
        long bytes = 0;
        while (to < publications.size() && to - from < REQUEST_EVENTS_MAX) {
            bytes += publications.get(to).json().length + 1;
            if (bytes > REQUEST_BYTES_MAX && to > from) {
                return to;
            }
            to++;
        }
        return to;
    }

    private List<Outcome> send(List<Publication> publications) throws ServerException, InterruptedException {
        var lines = new ByteArrayOutputStream();
        for (Publication publication : publications) {
            lines.writeBytes(publication.json());
            lines.write('\n');
        }
        HttpResponse<byte[]> response = post("application/x-ndjson", lines.toByteArray());
        if (response.statusCode() == TOO_MUCH && publications.size() > 1) {
            // A limit may let fewer through at once than a request holds; one event alone is too large by itself.
            int half = publications.size() / 2;
            List<Outcome> outcomes = new ArrayList<>(send(publications.subList(0, half)));
            outcomes.addAll(send(publications.subList(half, publications.size())));
            return outcomes;
        }
        return outcomes(publications, response);
    }

    private List<Outcome> outcomes(List<Publication> publications, HttpResponse<byte[]> response)
            throws ServerException, InterruptedException {
        Map<String, Object> answer = Problems.members(response);
        boolean isOfEach = answer.get("errors") instanceof List<?> && answer.get("accepted") instanceof Number;
        List<?> ids = answer.get("event_ids") instanceof List<?> told ? told : List.of();
        boolean isNoneKept = isOfEach && ids.isEmpty() && response.statusCode() / 100 == 4;
        List<Outcome> outcomes = new ArrayList<>(publications.size());
        if (ids.size() != publications.size() && !isNoneKept) {
            if (response.statusCode() / 100 == 2) {
                throw foreign(response);
            }
            publications.forEach(publication -> outcomes.add(Problems.refusal(response)));
            return outcomes;
        }
        int read = read(answer, publications.size());
        for (int i = 0; i < read; i++) {
            boolean isRefused = isNoneKept || ids.get(i) == null;
            outcomes.add(isRefused ? refused(response.statusCode(), answer, i) : kept(ids.get(i), response));
        }
        if (read < publications.size()) {
            outcomes.addAll(send(publications.subList(read, publications.size())));
        }
        return outcomes;
    }

    /** How many events the server has looked at: after many faults it leaves the rest. */
    private static int read(Map<String, Object> answer, int size) {
        return answer.get("unread_from") instanceof Number unread ? Math.clamp(unread.intValue(), 1, size) : size;
    }

    private static Outcome refused(int status, Map<String, Object> answer, int index) {
        List<Fault> faults = Problems.faults(answer, index);
        String detail = faults.stream()
                .map(fault -> (fault.pointer() + " " + fault.detail()).strip())
                .collect(Collectors.joining("; "));
        return new Outcome.Refused(
                status / 100 == 4 ? status : INVALID, detail.isEmpty() ? "the server refused it" : detail, faults);
    }

    private static Outcome kept(@Nullable Object id, HttpResponse<byte[]> response) throws ServerException {
        return new Outcome.Kept(Position.parse(String.valueOf(id)).orElseThrow(() -> foreign(response)));
    }

    /** Taken, and no word of what became of it: a page that is at every path, such as a sign-in or a site. */
    private static ServerException foreign(HttpResponse<byte[]> response) {
        return new ServerException(response.statusCode(), Problems.foreign(response) + " and no event's id", true);
    }
}
