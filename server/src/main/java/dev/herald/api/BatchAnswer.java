package dev.herald.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.event.Fault;
import dev.herald.http.Headers;
import dev.herald.http.Response;
import dev.herald.journal.Appended;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * What a publisher of many is told: 200 when all were kept, 207 when some were, 422 when none, 403 when none for the
 * publisher may none of them. Used by one handler, then done.
 */
final class BatchAnswer {
    /** So many faults are told at most; the number of those left out is told too. */
    private static final int ERRORS_MAX = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Headers PROBLEM = Headers.NONE.with("Content-Type", "application/problem+json");

    private final int size;
    private final BitSet accepted = new BitSet();
    private final BitSet refused = new BitSet();
    private final ArrayNode errors = JSON.createArrayNode();
    private int errorsLeftOut;
    private int forbidden;

    BatchAnswer(int size) {
        this.size = size;
    }

    void accept(int index) {
        accepted.set(index);
    }

    void refuse(int index, Fault fault) {
        refused.set(index);
        if (errors.size() == ERRORS_MAX) {
            errorsLeftOut++;
            return;
        }
        errors.addObject().put("index", index).put("pointer", fault.pointer()).put("detail", fault.detail());
    }

    /** The event is good, but not the publisher's to publish. */
    void forbid(int index, String detail) {
        forbidden++;
        refuse(index, new Fault("", detail));
    }

    int forbidden() {
        return forbidden;
    }

    /** @param appended one for each accepted event, in order */
    Response with(List<Appended> appended) {
        ObjectNode body = JSON.createObjectNode();
        boolean noneKept = appended.isEmpty() && size > 0;
        boolean isForbidden = noneKept && forbidden == size;
        int status = isForbidden ? 403 : noneKept ? 422 : refused.isEmpty() ? 200 : 207;
        if (noneKept) {
            body.put("type", "about:blank")
                    .put("title", isForbidden ? "Forbidden" : "Invalid events")
                    .put("status", status);
            body.put("detail", "None of the " + size + " events was kept; errors names each fault.");
        }
        body.put("accepted", appended.size());
        ArrayNode ids = body.putArray("event_ids");
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (accepted.get(i)) {
                ids.add(appended.get(next++).position().toString());
            } else {
                ids.addNull();
            }
        }
        body.put(
                "first_event_id",
                appended.isEmpty() ? null : appended.getFirst().position().toString());
        body.put(
                "last_event_id",
                appended.isEmpty() ? null : appended.getLast().position().toString());
        body.set("errors", errors);
        if (errorsLeftOut > 0) {
            body.put("errors_left_out", errorsLeftOut);
        }
        Response response = Response.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
        return noneKept ? new Response(status, PROBLEM, response.body()) : response;
    }
}
