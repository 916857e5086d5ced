package dev.herald.api.work;

import dev.herald.event.Reach;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.DeliveryFigures;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a project's changes, as it is shown: the members of an answer, in their order.
 *
 * @param reasons why a figure here is null, by its name
 */
record ShownDelivery(
        Map<String, @Nullable Object> deployments,
        Map<String, @Nullable Object> pullRequests,
        List<Workflow> workflows,
        Map<String, @Nullable Object> commits,
        Map<String, String> reasons) {
    private static final Set<FigureName> DEPLOYMENTS =
            EnumSet.range(FigureName.DEPLOYMENT_FREQUENCY, FigureName.DEPLOYMENT_REWORK_RATE);
    private static final Set<FigureName> PULLS =
            EnumSet.range(FigureName.PULL_REQUEST_FIRST_REVIEW_P50, FigureName.PULL_REQUESTS_OPEN);
    private static final Set<FigureName> COMMITS = EnumSet.range(FigureName.COMMITS, FigureName.AUTHORS);
    private static final int OPEN_MAX = 1_000;

    record Workflow(
            String workflowName,
            int n,
            @Nullable Double successShare,
            @Nullable Double durationP50,
            @Nullable Double durationP85) {}

    /** @param age seconds since it was opened @param size lines that it changes; null where nobody said so */
    record Open(
            String prId,
            @Nullable Long number,
            String title,
            String status,
            double age,
            @Nullable Long size) {}

    static ShownDelivery of(Seen<ProjectView> seen, ProjectFigures figures, Window.Timeframe timeframe, Reach reach) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, @Nullable Object> deployments = values(figures, DEPLOYMENTS, timeframe, reasons);
        Map<String, @Nullable Object> pulls = values(figures, PULLS, timeframe, reasons);
        pulls.put("open", Sight.lacking(reach, Sight.PULL_REQUESTS) == null ? open(seen) : List.of());
        List<Workflow> workflows = List.of();
        String lacking = Sight.lacking(reach, Sight.WORKFLOWS);
        if (lacking == null) {
            ProjectView view = seen.value();
            workflows = new DeliveryFigures(view.delivery(), view.project(), seen.atMillis(), 0)
                    .runs(timeframe).stream()
                            .map(runs -> new Workflow(
                                    runs.workflowName(),
                                    runs.n(),
                                    runs.successShare(),
                                    runs.durationP50(),
                                    runs.durationP85()))
                            .toList();
        } else {
            reasons.put("workflows", lacking);
        }
        return new ShownDelivery(deployments, pulls, workflows, values(figures, COMMITS, timeframe, reasons), reasons);
    }

    private static Map<String, @Nullable Object> values(
            ProjectFigures figures, Set<FigureName> names, Window.Timeframe timeframe, Map<String, String> reasons) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FigureName name : names) {
            Figure figure = figures.figure(name, timeframe);
            values.put(name.wireName(), figure.value());
            if (figure.reason() != null) {
                reasons.put(name.wireName(), figure.reason());
            }
        }
        return values;
    }

    /** The oldest first. */
    private static List<Open> open(Seen<ProjectView> seen) {
        List<PullRequest> open = new ArrayList<>(seen.value().delivery().pullRequests().stream()
                .filter(PullRequest::isOpen)
                .toList());
        open.sort(Comparator.comparingLong(PullRequest::openedMillis));
        return open.stream()
                .limit(OPEN_MAX)
                .map(one -> open(one, seen.atMillis()))
                .toList();
    }

    private static Open open(PullRequest one, long atMillis) {
        Long size = one.additions() == null && one.deletions() == null
                ? null
                : orNone(one.additions()) + orNone(one.deletions());
        return new Open(
                one.id(),
                one.number(),
                one.title(),
                one.status() == PullRequest.Status.DRAFT ? "draft" : "open",
                (atMillis - one.openedMillis()) / 1_000.0,
                size);
    }

    private static long orNone(@Nullable Long lines) {
        return lines == null ? 0 : lines;
    }
}
