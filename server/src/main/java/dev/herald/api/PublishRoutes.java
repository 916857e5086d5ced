package dev.herald.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.event.Canonical;
import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Fault;
import dev.herald.event.Limits;
import dev.herald.event.Position;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code POST /api/v1/events}: one object, an array or NDJSON. The answer is sent after the events are durable; what was
 * not kept is named with its reason.
 */
public final class PublishRoutes {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Intake intake;

    public PublishRoutes(Intake intake) {
        this.intake = intake;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/v1/events", this::publish), Route.post("/api/v1/sse/test-event", this::test));
    }

    private Response publish(Request request) {
        PublishBody body =
                PublishBody.of(request.headers().first("Content-Type").orElse(""), request.body());
        Optional<String> key = request.headers().first("Idempotency-Key");
        if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
            throw refused(400, "Invalid Idempotency-Key", "An Idempotency-Key is 1 to 200 visible ASCII characters.");
        }
        return body.isBatch() ? batch(body, key) : one(body, key);
    }

    private Response one(PublishBody body, Optional<String> key) {
        Draft draft = keyed(decoded(body.json()), key);
        String id = submit(List.of(draft)).getFirst().position().toString();
        byte[] json = ("{\"event_id\":\"" + id + "\"}").getBytes(StandardCharsets.US_ASCII);
        return Response.json(201, json).with("Location", "/api/v1/events/" + id);
    }

    private Response batch(PublishBody body, Optional<String> key) {
        BatchAnswer answer = new BatchAnswer(body.slices().size());
        List<Draft> drafts = new ArrayList<>(body.slices().size());
        for (int i = 0; i < body.slices().size(); i++) {
            PublishBody.Slice slice = body.slices().get(i);
            switch (Codec.decode(body.json(), slice.from(), slice.to())) {
                case Decoded.Ok ok -> {
                    int place = i;
                    drafts.add(keyed(ok.draft(), key.map(base -> base + "#" + place)));
                    answer.accept(i);
                }
                case Decoded.Malformed malformed -> answer.refuse(i, new Fault("", malformed.detail()));
                case Decoded.TooLarge tooLarge -> answer.refuse(i, new Fault("", tooLarge(tooLarge)));
                case Decoded.Invalid invalid -> {
                    for (Fault fault : invalid.faults()) {
                        answer.refuse(i, fault);
                    }
                }
            }
        }
        return answer.with(drafts.isEmpty() ? List.of() : submit(drafts));
    }

    /** An event that tells a developer whether a stream works. */
    private Response test(Request request) {
        ObjectNode event = JSON.createObjectNode()
                .put("type", request.parameter("event_type").orElse("health_check"))
                .put("source", "test")
                .put("project_id", request.parameter("project_id").orElse(null));
        event.putObject("data").put("message", "A test event").put("test", true);
        byte[] json = event.toString().getBytes(StandardCharsets.UTF_8);
        Position position = submit(List.of(decoded(json))).getFirst().position();
        ObjectNode answer = JSON.createObjectNode()
                .put("message", "Test event published")
                .put("event_id", position.toString())
                .put("project_id", request.parameter("project_id").orElse(null))
                .put("timestamp", Canonical.rfc3339(position.epochMillis()));
        return Response.json(200, answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Draft decoded(byte[] json) {
        return switch (Codec.decode(json, 0, json.length)) {
            case Decoded.Ok ok -> ok.draft();
            case Decoded.Malformed malformed -> throw refused(400, "Malformed body", malformed.detail());
            case Decoded.TooLarge tooLarge -> throw refused(413, "Event too large", tooLarge(tooLarge));
            case Decoded.Invalid invalid -> throw new ProblemException(invalid(invalid.faults()));
        };
    }

    private static String tooLarge(Decoded.TooLarge event) {
        return "an event has at most " + Limits.EVENT_BYTES_MAX + " bytes, this one has " + event.bytes();
    }

    /** The key of one event wins over the request's. */
    private static Draft keyed(Draft draft, Optional<String> key) {
        return draft.idempotencyKey() == null && key.isPresent() ? draft.withIdempotencyKey(key.get()) : draft;
    }

    private List<Appended> submit(List<Draft> drafts) {
        return switch (intake.submit(drafts).join()) {
            case Receipt.Accepted accepted -> accepted.appended();
            case Receipt.Refused refused ->
                throw new ProblemException(Problem.of(503, "The log cannot accept", refused.detail())
                        .with("Retry-After", "1"));
        };
    }

    private static Problem invalid(List<Fault> faults) {
        List<Problem.Location> errors = faults.stream()
                .map(fault -> new Problem.Location(fault.pointer(), fault.detail()))
                .toList();
        Fault first = faults.getFirst();
        return new Problem(422, "Invalid event", first.pointer() + ": " + first.detail(), errors, Headers.NONE);
    }

    private static ProblemException refused(int status, String title, String detail) {
        return new ProblemException(Problem.of(status, title, detail));
    }
}
