package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.Suggestion;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.risk.Severity;
import dev.herald.query.Pages;
import dev.herald.query.Seen;
import dev.herald.query.ShownRisk;
import dev.herald.query.ShownSuggestion;
import dev.herald.query.Sight;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /projects/{id}/risks} and {@code GET /projects/{id}/suggestions}. */
final class RiskRoutes {
    private final StateReads reads;

    RiskRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/projects/{id}/risks", this::risks),
                StateReads.get("/projects/{id}/suggestions", this::suggestions));
    }

    private record Risks(List<ShownRisk> risks, @Nullable String nextAfter) {}

    private record Suggestions(
            List<ShownSuggestion> suggestions, @Nullable String nextAfter) {}

    private Response risks(Request request) {
        Asked asked =
                Asked.of(request, "open", "severity", "rule", "limit", "after").reading(Sight.RISKS);
        ProjectId id = asked.project();
        Boolean open = asked.fact("open");
        List<Severity> severities =
                asked.choices("severity", Severity::of, Asked.names(Severity.values(), Severity::wireName));
        Optional<String> rule = asked.text("rule");
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Risk>> seen = reads.inProject(
                asked, id, states -> states.state(RiskProjection.NAME).all(id));
        return Answers.object(request, seen, id, () -> {
            List<Risk> found = seen.value().stream()
                    .filter(risk -> open == null || open == risk.isOpen())
                    .filter(risk -> severities.isEmpty() || severities.contains(risk.severity()))
                    .filter(risk -> rule.isEmpty() || rule.get().equals(risk.rule()))
                    .toList();
            Pages.Page<Risk> page = Pages.of(
                    found, risk -> new Pages.Place(Pages.key(risk.openedMillis()), risk.id()), true, after, limit);
            return new Risks(page.map(ShownRisk::of), page.nextAfter());
        });
    }

    private Response suggestions(Request request) {
        Asked asked = Asked.of(request, "status", "limit", "after").reading(Sight.SUGGESTIONS);
        ProjectId id = asked.project();
        List<String> statuses = asked.choices("status", Optional::of, List.of("open", "accepted", "dismissed"));
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Suggestion>> seen = reads.inProject(
                asked,
                id,
                states -> states.state(DeliveryProjection.NAME).view(id).suggestions());
        return Answers.object(request, seen, id, () -> {
            List<Suggestion> found = seen.value().stream()
                    .filter(one -> statuses.isEmpty() || statuses.contains(one.status()))
                    .toList();
            Pages.Page<Suggestion> page = Pages.of(
                    found, one -> new Pages.Place(Pages.key(one.made().packed()), one.id()), true, after, limit);
            return new Suggestions(page.map(one -> ShownSuggestion.of(id, one)), page.nextAfter());
        });
    }
}
