package dev.herald.api.events;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.event.Canonical;
import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Fault;
import dev.herald.event.Limits;
import dev.herald.event.Position;
import dev.herald.http.Headers;
import dev.herald.http.Json;
import dev.herald.http.LimitFields;
import dev.herald.http.Need;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import dev.herald.journal.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/events}: one object, an array or NDJSON. The answer is sent after the events are durable; what was
 * not kept, for what it is or for who sent it, is named with its reason.
 */
public final class PublishRoutes {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Intake intake;
    private final PublishLimit limit;
    private final PublishLimits requests;

    /**
     * @param limits how much a principal and an address may publish
     * @param requests what one of them may have
     */
    public PublishRoutes(Intake intake, RateLimits limits, PublishLimits requests) {
        this.intake = intake;
        this.requests = requests;
        this.limit = new PublishLimit(limits);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/events", this::publish)
                        .needing(Need.PUBLISH)
                        .taking(requests.bytesMax()),
                Route.post("/api/v1/sse/test-event", this::test).needing(Need.ADMIN));
    }

    private Response publish(Request request) {
        PublishBody body = PublishBody.of(
                request.headers().first("Content-Type").orElse(""), request.body(), requests.eventsMax());
        Optional<String> key = request.headers().first("Idempotency-Key");
        if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
            throw refused(400, "Invalid Idempotency-Key", "An Idempotency-Key is 1 to 200 visible ASCII characters.");
        }
        Permit permit = limit.take(request, body.slices().size());
        return LimitFields.tell(permit, body.isBatch() ? batch(request, body, key) : one(request, body, key));
    }

    private record One(String eventId) {}

    private Response one(Request request, PublishBody body, Optional<String> key) {
        Draft draft = keyed(permitted(request, decoded(body.json())), key, request.grant());
        List<Outcome.Clash> clashes = new ArrayList<>(0);
        List<Appended> appended = keep(List.of(draft), clashes::addAll);
        if (appended.isEmpty()) {
            throw refused(422, "Idempotency key in use", conflict(clashes.getFirst()));
        }
        String id = appended.getFirst().position().toString();
        return replayed(appended, Response.json(201, new One(id)).with("Location", "/api/v1/events/" + id));
    }

    /** Says so where the answer is an earlier one's: every event was known by its key. */
    private static Response replayed(List<Appended> appended, Response response) {
        boolean isReplay = !appended.isEmpty() && appended.stream().noneMatch(Appended::isNew);
        return isReplay ? response.with("Idempotent-Replayed", "true") : response;
    }

    private Response batch(Request request, PublishBody body, Optional<String> key) {
        Grant grant = request.grant();
        BatchAnswer answer = new BatchAnswer(body.slices().size());
        List<Draft> drafts = new ArrayList<>(body.slices().size());
        for (int i = 0; i < body.slices().size(); i++) {
            PublishBody.Slice slice = body.slices().get(i);
            if (answer.isFull()) {
                answer.leave(i);
                break;
            }
            switch (Codec.decode(body.json(), slice.from(), slice.to())) {
                case Decoded.Ok ok -> {
                    int place = i;
                    Optional<String> refusal = grant.refusalToPublish(ok.draft());
                    if (refusal.isPresent()) {
                        answer.forbid(i, refusal.get());
                    } else {
                        drafts.add(keyed(ok.draft(), key.map(base -> base + "#" + place), grant));
                        answer.accept(i);
                    }
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
        if (answer.forbidden() > 0) {
            Audit.tell(
                    Audit.Act.REFUSED,
                    PublishLimit.who(request),
                    "publishing: 403, " + answer.forbidden() + " of "
                            + body.slices().size() + " events");
        }
        List<Appended> appended = keep(
                drafts,
                clashes -> answer.takeBack(
                        clashes.stream().map(Outcome.Clash::index).toList(),
                        clashes.stream().map(PublishRoutes::conflict).toList()));
        return replayed(appended, answer.with(appended));
    }

    /**
     * Events whose keys are known with other content are refused alone; the others are kept together.
     *
     * @param refused told of those, by their places among the drafts that are left
     */
    private List<Appended> keep(List<Draft> drafts, Consumer<List<Outcome.Clash>> refused) {
        List<Draft> left = drafts;
        while (!left.isEmpty()) {
            switch (submit(left)) {
                case Outcome.Kept(List<Appended> appended) -> {
                    return appended;
                }
                case Outcome.Conflict(List<Outcome.Clash> clashes) -> {
                    refused.accept(clashes);
                    left = without(left, clashes);
                }
                case Outcome.Stale _ -> throw new IllegalStateException("what is published has no guards");
            }
        }
        return List.of();
    }

    private static List<Draft> without(List<Draft> drafts, List<Outcome.Clash> clashes) {
        BitSet refused = new BitSet(drafts.size());
        clashes.forEach(clash -> refused.set(clash.index()));
        List<Draft> others = new ArrayList<>(drafts.size() - clashes.size());
        for (int i = refused.nextClearBit(0); i < drafts.size(); i = refused.nextClearBit(i + 1)) {
            others.add(drafts.get(i));
        }
        return others;
    }

    private static String conflict(Outcome.Clash clash) {
        Position first = clash.first();
        String whose = first == null ? "that of an earlier one of this request" : "which is the event " + first;
        return "the idempotency key was used for other content, " + whose + "; take another key for this one";
    }

    private static Draft permitted(Request request, Draft draft) {
        Optional<String> refusal = request.grant().refusalToPublish(draft);
        if (refusal.isPresent()) {
            Audit.tell(Audit.Act.REFUSED, PublishLimit.who(request), "publishing: 403, " + refusal.get());
            throw refused(403, "Forbidden", refusal.get());
        }
        return draft;
    }

    /** An event that tells a developer whether a stream works. */
    private Response test(Request request) {
        String project = request.parameter("project_id").orElse(null);
        String type = request.parameter("event_type").orElse("health_check");
        byte[] json = Json.bytes(new TestEvent(type, "test", project, new TestData("A test event", true)));
        Draft draft = permitted(request, decoded(json));
        Permit permit = limit.take(request, 1);
        Position position = keep(List.of(draft), _ -> {}).getFirst().position();
        Tested answer = new Tested(
                "Test event published", position.toString(), project, Canonical.rfc3339(position.epochMillis()));
        return LimitFields.tell(permit, Response.json(200, answer));
    }

    private record TestEvent(
            String type, String source, @Nullable String projectId, TestData data) {}

    private record TestData(String message, boolean test) {}

    private record Tested(
            String message, String eventId, @Nullable String projectId, String timestamp) {}

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
    private static Draft keyed(Draft draft, Optional<String> key, Grant grant) {
        String own = draft.idempotencyKey() != null ? draft.idempotencyKey() : key.orElse(null);
        return own == null ? draft : draft.withIdempotencyKey(grant.scoped(own));
    }

    private Outcome submit(List<Draft> drafts) {
        return switch (intake.submit(drafts).join()) {
            case Receipt.Accepted accepted -> new Outcome.Kept(accepted.appended());
            case Receipt.Conflict conflict -> new Outcome.Conflict(conflict.clashes());
            case Receipt.Stale stale -> new Outcome.Stale(stale.moved());
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
