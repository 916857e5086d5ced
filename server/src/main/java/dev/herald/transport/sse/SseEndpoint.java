package dev.herald.transport.sse;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.OriginRule;
import dev.herald.access.Permit;
import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.http.CrossOrigin;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.hub.Hub;
import dev.herald.hub.Shard;
import dev.herald.net.Endpoint;
import dev.herald.net.Exchange;
import dev.herald.net.Framing;
import dev.herald.net.NettyLoop;
import dev.herald.session.Answer;
import dev.herald.session.Caller;
import dev.herald.session.Entrance;
import dev.herald.session.ErrorCode;
import dev.herald.session.Refusal;
import dev.herald.session.SessionRules;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens event streams: for {@code /api/v1/sse/events} and {@code /sse}. Requests are served on the connection's loop;
 * the rest is for any thread.
 *
 * <p>A page of a foreign origin is not refused, as no GET is: without {@code Access-Control-Allow-Origin} its browser
 * lets it see nothing.
 */
public final class SseEndpoint implements Endpoint {
    private static final Verdict.Denied NO_TOKEN = new Verdict.Denied(
            Verdict.Reason.MISSING, "a stream needs a token: Authorization: Bearer, or ?token= in the address");
    private static final Response FULL = unavailable("no more sessions now").with("Retry-After", "5");
    private static final Headers HEAD = Headers.NONE
            .with("Content-Type", "text/event-stream; charset=utf-8")
            .with("Cache-Control", "no-cache, no-transform")
            .with("X-Accel-Buffering", "no");

    private final Hub hub;
    private final SessionRules rules;
    private final CrossOrigin crossOrigin;
    private final Map<NettyLoop, SseLoop> loops = new ConcurrentHashMap<>();
    private final Map<UUID, SseSession> streams = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private volatile boolean isStopping;

    public SseEndpoint(Hub hub, SessionRules rules, OriginRule origins) {
        this.hub = hub;
        this.rules = rules;
        this.crossOrigin = new CrossOrigin(origins.origins());
    }

    /** HEAD is answered with the head that GET would have, and opens nothing. */
    @Override
    public Set<String> methods() {
        return Set.of("GET", "HEAD");
    }

    @Override
    public void onRequest(Exchange exchange) {
        exchange.loop().check();
        Request request = exchange.request();
        if (isStopping) {
            exchange.respond(unavailable("the server stops"));
            return;
        }
        rules.entrance().onArrive(request, exchange.loop(), arrival -> {
            switch (arrival) {
                case Entrance.Arrival.TooFast(Permit permit) ->
                    exchange.respond(Entrance.problem(permit).response());
                case Entrance.Arrival.Denied(Verdict.Denied denied) -> deny(exchange, denied);
                case Entrance.Arrival.Ambiguous ambiguous ->
                    exchange.respond(Entrance.problem(ambiguous).response());
                case Entrance.Arrival.Welcome(Grant grant) when !grant.isAuthenticated() -> deny(exchange, NO_TOKEN);
                case Entrance.Arrival.Welcome(Grant grant) -> welcome(exchange, grant);
            }
        });
    }

    private void deny(Exchange exchange, Verdict.Denied denied) {
        exchange.respond(rules.entrance()
                .problem(denied, exchange.request().remoteAddress())
                .response());
    }

    private void welcome(Exchange exchange, Grant grant) {
        switch (StreamQuery.of(exchange.request())) {
            case StreamQuery.Read query -> welcome(exchange, grant, query);
            case StreamQuery.Refused(Refusal refusal) ->
                exchange.respond(problem(refusal).response());
        }
    }

    private void welcome(Exchange exchange, Grant grant, StreamQuery.Read query) {
        Request request = exchange.request();
        switch (rules.answer(query.wish(), grant)) {
            case Answer.Granted granted -> {
                if (request.method().equals("HEAD")) {
                    exchange.respond(rules.isFull() ? FULL : head(request));
                } else {
                    stream(exchange, granted, new Caller(rules, grant, request.remoteAddress()), query);
                }
            }
            case Answer.Nothing _ -> throw new IllegalStateException("a wish is for something");
            case Refusal refusal -> {
                if (refusal.code() == ErrorCode.ROOM_ACCESS_DENIED) {
                    Audit.Who who = new Audit.Who(null, grant.subject(), request.remoteAddress());
                    Audit.tell(Audit.Act.REFUSED, who, refusal.code().name());
                }
                exchange.respond(problem(refusal).response());
            }
        }
    }

    /** Streams open now. */
    public int open() {
        return streams.size();
    }

    /** Streams opened since the start. */
    public long total() {
        return total.get();
    }

    /** Opens no more and ends all; returns at once. */
    public synchronized void stop() {
        if (isStopping) {
            return;
        }
        isStopping = true;
        loops.forEach((loop, home) -> loop.post(home::onStop));
    }

    SessionRules rules() {
        return rules;
    }

    /** The live stream of that id. */
    Optional<SseSession> find(UUID id) {
        return Optional.ofNullable(streams.get(id));
    }

    /** Some of the live streams. */
    List<SseSession> some(int max) {
        return streams.values().stream().limit(max).toList();
    }

    static Problem problem(Refusal refusal) {
        String detail = refusal.code() + ": " + refusal.message();
        return switch (refusal.code()) {
            case ROOM_ACCESS_DENIED, FORBIDDEN -> Problem.of(403, "Forbidden", detail);
            case RATE_LIMITED -> Problem.of(503, "Service Unavailable", detail).with("Retry-After", "5");
            default -> Problem.of(400, "Bad Request", detail);
        };
    }

    private void stream(Exchange exchange, Answer.Granted granted, Caller caller, StreamQuery.Read query) {
        if (!rules.admit()) {
            exchange.respond(FULL);
            return;
        }
        NettyLoop loop = exchange.loop();
        Shard shard = hub.shard(loop);
        Answer.Granted from = startingAt(shard.tip(), granted);
        Framing framing = exchange.stream(head(exchange.request()));
        Channel channel = exchange.channel();
        if (!channel.isActive()) {
            rules.dismiss();
            return;
        }
        SseLoop home = loops.computeIfAbsent(loop, _ -> new SseLoop(rules, loop, streams));
        SseSession session = new SseSession(home, channel, shard, framing, query.isNamed(), caller);
        channel.pipeline().addLast(session);
        session.onOpen(from, query.unreadable());
        total.incrementAndGet();
    }

    /** Who has seen the head of the answer hears all that is published from then on. */
    private static Answer.Granted startingAt(Position tip, Answer.Granted granted) {
        return granted.after() != null
                ? granted
                : new Answer.Granted(granted.interest(), granted.unknown(), granted.denied(), tip);
    }

    private Response head(Request request) {
        return crossOrigin.share(request, new Response(200, HEAD, new byte[0]));
    }

    private static Response unavailable(String detail) {
        return Problem.of(503, "Service Unavailable", detail).response();
    }
}
