package dev.herald.http;

import dev.herald.access.Allowance;
import dev.herald.access.Audit;
import dev.herald.access.Authenticator;
import dev.herald.access.Grant;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.access.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands before the routes: finds out who calls, and admits whom the route takes, with its grant. Runs on virtual
 * threads, for it may wait for keys, at most {@value #CHECK_SECONDS} s.
 *
 * <p>The token comes from {@code Authorization: Bearer} alone (RFC 6750): one in the query of a request is not looked at,
 * for it would stand in logs and histories. An address whose tokens fail too often is refused before a token is
 * looked at that has not been seen to hold before, so that guessing is slow and costs little. Whoever is refused, and each administrative call, is told to the
 * audit; a token never is.
 */
public final class Authorization {
    static final int CHECK_SECONDS = 5;
    private static final String UNAVAILABLE_SECONDS = "5";
    private static final String CHALLENGE = "Bearer realm=\"herald\"";
    private static final String BAD_TOKEN = CHALLENGE + ", error=\"invalid_token\"";
    private static final String BAD_SCOPE = CHALLENGE + ", error=\"insufficient_scope\"";

    /** Of a server without keys and limits: lets everything through. */
    public static final Authorization OPEN = new Authorization(Authenticator.OPEN, RateLimits.OFF);

    private final Authenticator authenticator;
    private final RateLimits limits;

    public Authorization(Authenticator authenticator, RateLimits limits) {
        this.authenticator = authenticator;
        this.limits = limits;
    }

    /**
     * The request as its caller may make it.
     *
     * @throws ProblemException 400, 401, 403, 429 or 503: it may not
     */
    Request admit(Request request, Route route) {
        if (route.need() == Need.OPEN) {
            return authenticator.isOpen() ? request.withGrant(Grant.OPEN) : request;
        }
        Call call = new Call(request, route);
        Grant grant = authenticator.isOpen() ? Grant.OPEN : grant(call);
        Optional<String> lacking = route.need().lacking(grant);
        if (lacking.isPresent()) {
            throw call.refused(
                    grant, Problem.of(403, "Forbidden", lacking.get()).with("WWW-Authenticate", BAD_SCOPE));
        }
        if (route.need() == Need.ADMIN && !authenticator.isOpen()) {
            Audit.tell(Audit.Act.ADMINISTERED, call.who(grant), call.name());
        }
        return request.withGrant(grant);
    }

    private Grant grant(Call call) {
        return switch (Bearer.of(call.request.headers())) {
            case Bearer.Ambiguous _ ->
                throw call.refused(
                        Grant.NONE, Problem.of(400, "Bad Request", "a request has at most one Authorization field"));
            case Bearer.None _ ->
                throw call.refused(
                        Grant.NONE,
                        Problem.of(401, "Unauthorized", "this needs a token: send Authorization: Bearer <token>")
                                .with("WWW-Authenticate", CHALLENGE));
            case Bearer.Malformed _ -> {
                failures(call);
                throw failed(call, "the Authorization field holds no token that could be read");
            }
            case Bearer.Token(String token) -> {
                Optional<Verdict.Accepted> known = authenticator.known(token);
                if (known.isPresent()) {
                    yield known.get().grant();
                }
                failures(call);
                yield judged(call, check(call, token));
            }
        };
    }

    private Grant judged(Call call, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(Grant grant) -> grant;
            case Verdict.Denied(Verdict.Reason reason, String detail) ->
                throw switch (reason) {
                    case UNAVAILABLE -> unavailable(call, detail);
                    case MISSING, FAILED, EXPIRED, TOO_MANY -> failed(call, detail);
                };
        };
    }

    private Verdict check(Call call, String token) {
        CompletableFuture<Verdict> verdict = authenticator.check(token);
        try {
            return verdict.get(CHECK_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw unavailable(call, "the keys to check the token with did not come in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unavailable(call, "the server stops");
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a token could not be judged", broken.getCause());
        }
    }

    /** Refuses an address that has failed too often. Nothing is taken: that is for a token that fails. */
    private void failures(Call call) {
        Permit left = failing(call).take(0);
        if (!left.isGranted()) {
            throw call.refused(Grant.NONE, LimitFields.refusal(left, "too many tokens of this address have failed"));
        }
    }

    private ProblemException failed(Call call, String detail) {
        failing(call).take(1);
        return call.refused(Grant.NONE, Problem.of(401, "Unauthorized", detail).with("WWW-Authenticate", BAD_TOKEN));
    }

    private static ProblemException unavailable(Call call, String detail) {
        return call.refused(
                Grant.NONE, Problem.of(503, "Service Unavailable", detail).with("Retry-After", UNAVAILABLE_SECONDS));
    }

    private Allowance failing(Call call) {
        return limits.of(RateLimits.Kind.FAILURE, RateLimits.address(call.request.remoteAddress()));
    }

    /** One request for one route, as the audit names it. */
    private record Call(Request request, Route route) {
        String name() {
            return request.method() + " " + route.pattern();
        }

        Audit.Who who(Grant grant) {
            return new Audit.Who(null, grant.isAuthenticated() ? grant.subject() : null, request.remoteAddress());
        }

        ProblemException refused(Grant grant, Problem problem) {
            Audit.tell(Audit.Act.REFUSED, who(grant), name() + ": " + problem.status() + ", " + problem.detail());
            return new ProblemException(problem);
        }
    }
}
