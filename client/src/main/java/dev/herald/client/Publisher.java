package dev.herald.client;

import dev.herald.event.Fault;
import dev.herald.event.Position;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Publishes one event or many, in bounded requests. Any thread; blocks. */
final class Publisher {
    /** A quarter of what the server takes, so that one slow request does not hold much. */
    static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;

    static final int REQUEST_EVENTS_MAX = 1_000;
    private static final String PATH = "/api/v1/events";

    private final Http http;

    Publisher(Http http) {
        this.http = http;
    }

    Outcome publish(Publication publication) throws ServerException, InterruptedException {
        HttpResponse<byte[]> response = http.post(PATH, "application/json", publication.json());
        if (response.statusCode() / 100 != 2) {
            return Problems.refusal(response);
        }
        Object id = Problems.members(response).get("event_id");
        return kept(id, response);
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
        HttpResponse<byte[]> response = http.post(PATH, "application/x-ndjson", lines.toByteArray());
        Map<String, Object> answer = Problems.members(response);
        List<Outcome> outcomes = new ArrayList<>(publications.size());
        if (!(answer.get("event_ids") instanceof List<?> ids) || ids.size() != publications.size()) {
            if (response.statusCode() / 100 == 2) {
                throw new ServerException(response.statusCode(), "an answer without an id for each event");
            }
            publications.forEach(publication -> outcomes.add(Problems.refusal(response)));
            return outcomes;
        }
        for (int i = 0; i < ids.size(); i++) {
            outcomes.add(ids.get(i) == null ? refused(answer, i) : kept(ids.get(i), response));
        }
        return outcomes;
    }

    private static Outcome refused(Map<String, Object> answer, int index) {
        List<Fault> faults = Problems.faults(answer, index);
        String detail = faults.stream()
                .map(fault -> (fault.pointer() + " " + fault.detail()).strip())
                .collect(Collectors.joining("; "));
        return new Outcome.Refused(422, detail.isEmpty() ? "the server refused it" : detail, faults);
    }

    private static Outcome kept(Object id, HttpResponse<byte[]> response) throws ServerException {
        return new Outcome.Kept(Position.parse(String.valueOf(id))
                .orElseThrow(() -> new ServerException(response.statusCode(), "an answer without the event's id")));
    }
}
