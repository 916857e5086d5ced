package dev.herald.session;

import dev.herald.access.Audit;
import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.access.Verdict;
import dev.herald.http.LimitFields;
import dev.herald.http.Problem;
import dev.herald.http.Request;
import dev.herald.loop.Loop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a session: the rate of connecting, and the token of the request (PROTOCOL section 6). Runs on the
 * connection's loop.
 */
public final class Entrance {
    private static final String BEARER = "bearer ";
    private static final String FAILED_TOO_OFTEN = "too many tokens that did not hold came from this address";

    private final Authenticator authenticator;
    private final RateLimits limits;

    Entrance(Authenticator authenticator, RateLimits limits) {
        this.authenticator = authenticator;
        this.limits = limits;
    }

    /** What came of somebody who wants in. */
    public sealed interface Arrival {
        /** @param grant {@link Grant#NONE} where no token was shown and one is needed: the dialect decides about that */
        record Welcome(Grant grant) implements Arrival {}

        /** The token does not hold. */
        record Denied(Verdict.Denied verdict) implements Arrival {}

        /** The request shows two tokens in one way, so that nobody can tell who speaks. */
        record Ambiguous(String detail) implements Arrival {}

        /** Too fast, whatever the token is. */
        record TooFast(Permit permit) implements Arrival {}
    }

    /** Somebody of this address wants a connection; the first thing that is asked. */
    public Permit knock(String address) {
        Permit connects =
                limits.of(RateLimits.Kind.CONNECT, RateLimits.address(address)).take(1);
        if (!connects.isGranted()) {
            refused(address, "too many connections");
        }
        return connects;
    }

    /** Judges the request; the answer comes on the loop, nearly always before this returns. */
    public void onArrive(Request request, Loop loop, Consumer<Arrival> next) {
        loop.check();
        String address = request.remoteAddress();
        Permit connects = knock(address);
        if (!connects.isGranted()) {
            next.accept(new Arrival.TooFast(connects));
            return;
        }
        Optional<String> ambiguity = ambiguity(request);
        if (ambiguity.isPresent()) {
            refused(address, ambiguity.get());
            next.accept(new Arrival.Ambiguous(ambiguity.get()));
            return;
        }
        String token = token(request).orElse(null);
        if (token == null && !authenticator.isOpen()) {
            next.accept(new Arrival.Welcome(Grant.NONE));
            return;
        }
        check(token, address, loop, verdict -> next.accept(arrival(verdict, address)));
    }

    /**
     * Checks a token that a client shows, at the start or later. After too many from one address that did not hold, only
     * what is known to hold is taken from there.
     */
    public void check(@Nullable String token, String address, Loop loop, Consumer<Verdict> next) {
        Optional<Verdict.Accepted> known = token == null ? Optional.empty() : authenticator.known(token);
        if (known.isPresent()) {
            next.accept(known.get());
            return;
        }
        if (!failures(address).isGranted()) {
            next.accept(new Verdict.Denied(Verdict.Reason.TOO_MANY, FAILED_TOO_OFTEN + "; try again later"));
            return;
        }
        CompletableFuture<Verdict> verdict = authenticator.check(token);
        if (verdict.isDone()) {
            next.accept(counted(verdict.join(), address));
        } else {
            verdict.thenAccept(late -> loop.post(() -> next.accept(counted(late, address))));
        }
    }

    /** Whether one more token of the address may fail; takes nothing. */
    private Permit failures(String address) {
        return limits.of(RateLimits.Kind.FAILURE, RateLimits.address(address)).take(0);
    }

    private Verdict counted(Verdict verdict, String address) {
        if (verdict instanceof Verdict.Denied(Verdict.Reason reason, String detail)
                && reason != Verdict.Reason.UNAVAILABLE) {
            limits.of(RateLimits.Kind.FAILURE, RateLimits.address(address)).take(1);
            refused(address, detail);
        }
        return verdict;
    }

    /** What comes of a token's verdict: its principal, too, may only connect so often. */
    public Arrival arrival(Verdict verdict, String address) {
        return switch (verdict) {
            case Verdict.Denied denied -> new Arrival.Denied(denied);
            case Verdict.Accepted(Grant grant) -> {
                Permit connects = limits.of(RateLimits.Kind.CONNECT, RateLimits.principal(grant.subject()))
                        .take(1);
                if (connects.isGranted()) {
                    yield new Arrival.Welcome(grant);
                }
                Audit.tell(Audit.Act.REFUSED, new Audit.Who(null, grant.subject(), address), "too many connections");
                yield new Arrival.TooFast(connects);
            }
        };
    }

    private static void refused(String address, String why) {
        Audit.tell(Audit.Act.REFUSED, new Audit.Who(null, null, address), why);
    }

    /** What is wrong with a request that shows two tokens in one way; empty for any other. Any thread. */
    public static Optional<String> ambiguity(Request request) {
        long fields = request.headers().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Authorization"))
                .count();
        if (fields > 1) {
            return Optional.of("a request has at most one Authorization field");
        }
        return request.query().getOrDefault("token", List.of()).size() > 1
                ? Optional.of("a request has at most one token in its query")
                : Optional.empty();
    }

    /** {@code Authorization: Bearer}, else {@code ?token=}, which is for clients that cannot set a header. */
    public static Optional<String> token(Request request) {
        Optional<String> field = request.headers()
                .first("Authorization")
                .map(String::strip)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
        return field.or(() -> request.parameter("token")).filter(token -> !token.isEmpty());
    }

    /** What a client that reads no HTTP is told. */
    public static ErrorCode code(Verdict.Denied denied) {
        return switch (denied.reason()) {
            case MISSING -> ErrorCode.AUTH_MISSING;
            case TOO_MANY -> ErrorCode.RATE_LIMITED;
            case FAILED, EXPIRED, UNAVAILABLE -> ErrorCode.AUTH_FAILED;
        };
    }

    /** Why no session was opened for somebody of this address, for a client that reads HTTP. */
    public Problem problem(Verdict.Denied denied, String address) {
        return switch (denied.reason()) {
            case MISSING -> unauthorized("AUTH_MISSING", denied.detail(), "Bearer realm=\"herald\"");
            case FAILED, EXPIRED ->
                unauthorized("AUTH_FAILED", denied.detail(), "Bearer realm=\"herald\", error=\"invalid_token\"");
            case TOO_MANY -> LimitFields.refusal(failures(address), "RATE_LIMITED: " + FAILED_TOO_OFTEN);
            case UNAVAILABLE ->
                Problem.of(503, "Service Unavailable", denied.detail()).with("Retry-After", "2");
        };
    }

    /** The same for a request that shows two tokens. */
    public static Problem problem(Arrival.Ambiguous ambiguous) {
        return Problem.of(400, "Bad Request", "AUTH_FAILED: " + ambiguous.detail());
    }

    /** The same for one that came too fast (RFC 6585, section 4). */
    public static Problem problem(Permit permit) {
        return LimitFields.refusal(permit, "RATE_LIMITED: connections are opened too fast");
    }

    private static Problem unauthorized(String code, String detail, String challenge) {
        return Problem.of(401, "Unauthorized", code + ": " + detail).with("WWW-Authenticate", challenge);
    }
}
