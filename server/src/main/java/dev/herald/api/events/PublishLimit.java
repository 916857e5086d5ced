package dev.herald.api.events;

import dev.herald.access.Audit;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.http.LimitFields;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;

/** How much a caller may publish: by who it is and by where it is. Any thread. */
public record PublishLimit(RateLimits limits) {
    /**
     * Takes the events of a request, refused ones among them, for reading those costs as much. The caller's own bucket
     * comes first, so that one that is over it takes nothing from its address' other callers.
     *
     * @param events a request counts as one at least
     * @return what binds the caller most, for its answer
     * @throws ProblemException 429: nothing of the request may be kept now; 413: it may never be, for it has more events
     *     than a bucket holds
     */
    public Permit take(Request request, int events) {
        long amount = Math.max(1, events);
        String subject = request.grant().subject();
        Permit own = limits.of(RateLimits.Kind.PUBLISH, RateLimits.principal(subject))
                .take(amount);
        if (!own.isGranted()) {
            tooMany(request, own, amount);
            throw refused(request, own, "you publish more than you may");
        }
        Permit address = limits.of(RateLimits.Kind.PUBLISH, RateLimits.address(request.remoteAddress()))
                .take(amount);
        if (!address.isGranted()) {
            tooMany(request, address, amount);
            throw refused(request, address, "your address publishes more than it may");
        }
        return LimitFields.tighter(own, address);
    }

    /** To come again later would not help: it is told how much passes. */
    private static void tooMany(Request request, Permit permit, long amount) {
        if (permit.isBeyond(amount)) {
            Audit.tell(Audit.Act.REFUSED, who(request), "publishing: 413, " + amount + " events at once");
            throw new ProblemException(Problem.of(
                    413,
                    "Too many events",
                    "the limit on publishing lets at most " + permit.limit()
                            + " events through at once, and this request" + " has " + amount
                            + ": nothing of it was kept, send it in smaller ones"));
        }
    }

    private static ProblemException refused(Request request, Permit permit, String reason) {
        Audit.tell(Audit.Act.REFUSED, who(request), "publishing: 429, " + reason);
        return new ProblemException(LimitFields.refusal(permit, reason + ", and nothing of this request was kept"));
    }

    public static Audit.Who who(Request request) {
        return new Audit.Who(null, request.grant().subject(), request.remoteAddress());
    }
}
