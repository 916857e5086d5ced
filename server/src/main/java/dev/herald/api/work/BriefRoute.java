package dev.herald.api.work;

import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.Refused;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.http.LimitFields;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.query.Briefs;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;

/** {@code GET /projects/{id}/brief}: what happened since. It reads history, which is limited. */
final class BriefRoute {
    private static final int BUDGET_MIN = 100;
    private static final int BUDGET_MAX = 100_000;
    private static final int BUDGET_STANDARD = 4_000;

    private final StateReads reads;
    private final Briefs briefs;
    private final RateLimits limits;

    BriefRoute(StateReads reads, Briefs briefs, RateLimits limits) {
        this.reads = reads;
        this.briefs = briefs;
        this.limits = limits;
    }

    Route route() {
        return StateReads.get("/projects/{id}/brief", this::brief);
    }

    private Response brief(Request request) {
        Asked asked = Asked.of(request, "after", "budget");
        ProjectId id = asked.project();
        Position after = asked.position("after");
        int budget = asked.number("budget", BUDGET_MIN, BUDGET_MAX).orElse(BUDGET_STANDARD);
        Seen<ProjectView> seen = reads.project(asked, id);
        if (after != null && after.isAfter(seen.asOf())) {
            throw Refused.parameter("after", "is no later than " + seen.asOf() + ", the newest event that there is");
        }
        return Answers.object(request, seen, id, () -> {
            permit(request);
            return briefs.of(seen, asked.reach(), after, budget);
        });
    }

    private void permit(Request request) {
        for (String key : new String[] {
            RateLimits.principal(request.grant().subject()), RateLimits.address(request.remoteAddress())
        }) {
            Permit permit = limits.of(RateLimits.Kind.READ, key).take(1);
            if (!permit.isGranted()) {
                throw new ProblemException(
                        LimitFields.refusal(permit, "history is asked for more often from here than it may be"));
            }
        }
    }
}
