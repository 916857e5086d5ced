package dev.herald.api.dashboard;

import dev.herald.event.KnownType;
import dev.herald.event.Reach;
import dev.herald.event.Rfc3339;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.Reported;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.Severity;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import dev.herald.query.Team;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one project stands, or all together: the members of an answer, in their order.
 *
 * @param reasons why a member is null, by its name
 */
record Overview(
        @Nullable String projectId,
        @Nullable Integer totalTasks,
        @Nullable Integer completedTasks,
        @Nullable Double progressPercentage,
        @Nullable Double healthScore,
        @Nullable String riskLevel,
        @Nullable String lastUpdated,
        @Nullable People teamPerformance,
        @Nullable Map<String, @Nullable Object> qualityMetrics,
        Map<String, String> reasons) {
    /** Where no setting says otherwise. */
    private static final List<String> DEFAULT_BRANCHES = List.of("main", "master", "trunk", "");

    record People(List<Team.Person> people) {}

    /** How much is done of some leaves together. */
    private record Done(int total, int completed, @Nullable Double percentage) {
        static Done of(List<ProjectView> views) {
            int total = 0;
            int completed = 0;
            double weight = 0;
            double done = 0;
            boolean isByEstimate = true;
            for (ProjectView view : views) {
                for (Task task : view.work().leaves()) {
                    if (task.status() != Status.CANCELLED) {
                        Double estimate = task.estimate();
                        isByEstimate &= estimate != null && estimate > 0;
                        double own = estimate == null ? 0 : estimate;
                        boolean isDone = task.status() == Status.DONE;
                        total++;
                        completed += isDone ? 1 : 0;
                        weight += own;
                        done += isDone ? own : 0;
                    }
                }
            }
            Double percentage =
                    total == 0 ? null : (Double) (100 * (isByEstimate ? done / weight : (double) completed / total));
            return new Done(total, completed, percentage);
        }
    }

    /**
     * @param of the project; null for all of them together
     * @param figures of a project
     */
    static Overview of(
            Seen<List<ProjectView>> seen,
            @Nullable String of,
            Reach reach,
            Function<ProjectView, ProjectFigures> figures) {
        Map<String, String> reasons = new LinkedHashMap<>();
        List<ProjectView> views = seen.value();
        Done done = allowed(reach, "total_tasks", Sight.TASKS, reasons) ? Done.of(views) : null;
        if (done == null) {
            String why = String.valueOf(reasons.get("total_tasks"));
            reasons.put("completed_tasks", why);
            reasons.put("progress_percentage", why);
        } else if (done.percentage() == null) {
            reasons.put("progress_percentage", "there is no task that is not cancelled");
        }
        return new Overview(
                of,
                done == null ? null : (Integer) done.total(),
                done == null ? null : (Integer) done.completed(),
                done == null ? null : done.percentage(),
                health(views, of, reach, figures, reasons),
                risk(views, reach, reasons),
                updated(views, reach, reasons),
                allowed(reach, "team_performance", Sight.TEAM, reasons)
                        ? new People(Team.of(views, Window.Timeframe.MONTH, seen.atMillis()))
                        : null,
                quality(views, of, reach, reasons),
                reasons);
    }

    private static boolean allowed(Reach reach, String member, Set<KnownType> types, Map<String, String> reasons) {
        String lacking = Sight.lacking(reach, types);
        if (lacking != null) {
            reasons.put(member, lacking);
        }
        return lacking == null;
    }

    private static @Nullable Double health(
            List<ProjectView> views,
            @Nullable String of,
            Reach reach,
            Function<ProjectView, ProjectFigures> figures,
            Map<String, String> reasons) {
        String name = "health_score";
        if (of == null) {
            reasons.put(name, "the health of several projects together has no meaning: ask for one with project_id");
            return null;
        }
        if (!allowed(reach, name, Sight.HEALTH, reasons)) {
            return null;
        }
        var health = figures.apply(views.getFirst()).health();
        Double value = health == null ? null : health.value();
        if (value == null) {
            reasons.put(name, "none of its components has data");
        }
        return value;
    }

    private static @Nullable String risk(List<ProjectView> views, Reach reach, Map<String, String> reasons) {
        if (!allowed(reach, "risk_level", Sight.RISKS, reasons)) {
            return null;
        }
        boolean hasData = views.stream()
                .anyMatch(view -> view.everHadRisks()
                        || !view.work().all().isEmpty()
                        || !view.delivery().pullRequests().isEmpty()
                        || !view.delivery().runs().isEmpty());
        if (!hasData) {
            reasons.put("risk_level", "there is no task, pull request, workflow run or risk yet");
            return null;
        }
        int points = views.stream().mapToInt(view -> Risk.points(view.open())).sum();
        return Severity.level(points).wireName();
    }

    private static @Nullable String updated(List<ProjectView> views, Reach reach, Map<String, String> reasons) {
        if (!allowed(reach, "last_updated", Sight.together(Sight.ACTIVITY, Sight.PROJECTS), reasons)) {
            return null;
        }
        long last = 0;
        for (ProjectView view : views) {
            last = Math.max(last, view.project().updated().epochMillis());
            last = Math.max(last, view.delivery().lastActivityMillis());
        }
        if (last == 0) {
            reasons.put("last_updated", "there is no project yet");
            return null;
        }
        return Rfc3339.text(last);
    }

    /** The newest report of each kind, of the default branch where it has one. */
    private static @Nullable Map<String, @Nullable Object> quality(
            List<ProjectView> views, @Nullable String of, Reach reach, Map<String, String> reasons) {
        String name = "quality_metrics";
        if (!allowed(reach, name, Sight.QUALITY, reasons)) {
            return null;
        }
        if (of == null) {
            reasons.put(name, "the quality of several projects together has no meaning: ask for one with project_id");
            return null;
        }
        ProjectView view = views.getFirst();
        Map<String, Reported> newest = new TreeMap<>();
        for (Reported report : view.delivery().quality()) {
            newest.merge(report.kind(), report, (one, other) -> better(view, one, other));
        }
        if (newest.isEmpty()) {
            reasons.put(name, "nobody has reported any quality");
            return null;
        }
        Map<String, @Nullable Object> shown = new TreeMap<>();
        newest.forEach((kind, report) -> {
            Map<String, @Nullable Object> figures =
                    new LinkedHashMap<>(report.figures().all());
            figures.put("event_id", report.at().toString());
            shown.put(kind, figures);
        });
        return shown;
    }

    private static Reported better(ProjectView view, Reported one, Reported other) {
        int first = rank(view, one);
        int second = rank(view, other);
        if (first != second) {
            return first < second ? one : other;
        }
        return other.at().isAfter(one.at()) ? other : one;
    }

    private static int rank(ProjectView view, Reported report) {
        String branch = report.branch() == null ? "" : report.branch();
        if (branch.equals(view.project().settings().members().text("default_branch"))) {
            return -1;
        }
        int place = DEFAULT_BRANCHES.indexOf(branch);
        return place < 0 ? DEFAULT_BRANCHES.size() : place;
    }
}
