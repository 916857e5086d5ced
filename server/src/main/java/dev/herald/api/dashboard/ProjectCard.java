package dev.herald.api.dashboard;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Rfc3339;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.CommitMade;
import dev.herald.projection.forecast.Forecast;
import dev.herald.projection.health.Component;
import dev.herald.projection.health.ProjectHealth;
import dev.herald.projection.people.Agent;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.Severity;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.query.Forecasts;
import dev.herald.query.ProjectFigures;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.ShownAgent;
import dev.herald.query.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one project stands, as short as a card: the members of an answer, in their order.
 *
 * @param openRisks null where the caller may not read risks
 * @param activity how many quarters of each of the last 168 hours something was done in, oldest first; the last hour is
 *     still running. Null where the caller may not read what it is made of
 * @param people the ids of those who have work in progress or have committed something in the last day; null as above
 * @param agents those that are not offline, or wait for somebody; null as above
 */
record ProjectCard(
        String projectId,
        @Nullable String projectName,
        String status,
        @Nullable Integer totalTasks,
        @Nullable Integer completedTasks,
        @Nullable Double progressPercentage,
        @Nullable String progressReason,
        @Nullable Double healthScore,
        @Nullable String healthStatus,
        @Nullable String healthReason,
        @Nullable String riskLevel,
        @Nullable Integer openRisks,
        @Nullable String dueDate,
        @Nullable Double probability,
        @Nullable String p85,
        @Nullable List<Integer> activity,
        @Nullable String lastActivityAt,
        @Nullable List<String> people,
        @Nullable List<ShownAgent> agents) {
    private static final int HOURS = 7 * 24;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int QUARTERS_AN_HOUR = 4;
    private static final long DAY_MILLIS = 24 * HOUR_MILLIS;
    /** A card has room for so many; the project's own page shows all. */
    private static final int NAMES_MAX = 12;

    static ProjectCard of(
            Seen<ProjectView> seen, List<Agent> agents, Reach reach, ProjectFigures figures, Forecasts forecasts) {
        ProjectView view = seen.value();
        Project project = view.project();
        boolean maySeeTasks = Sight.lacking(reach, Sight.TASKS) == null;
        boolean maySeeRisks = Sight.lacking(reach, Sight.RISKS) == null;
        boolean maySeeActivity = Sight.lacking(reach, Sight.ACTIVITY) == null;
        Figure progress = figures.figure(FigureName.PROGRESS, Window.Timeframe.MONTH);
        ProjectHealth health = figures.health();
        ProjectHealth.Status status = health == null ? null : health.status();
        Forecast.Dates dates = maySeeTasks && project.dueDate() != null
                ? forecasts.forecast(view.work(), seen.asOf(), seen.atMillis()).dates()
                : null;
        long last = view.delivery().lastActivityMillis();
        return new ProjectCard(
                project.id().value(),
                project.name(),
                project.status(),
                maySeeTasks ? (Integer) progress.n() : null,
                maySeeTasks ? (Integer) done(view) : null,
                progress.value(),
                progress.reason(),
                health == null ? null : health.value(),
                status == null ? null : status.wireName(),
                health == null ? Sight.lacking(reach, Sight.HEALTH) : weakest(health),
                maySeeRisks ? Severity.level(Risk.points(view.open())).wireName() : null,
                maySeeRisks ? (Integer) view.open().size() : null,
                project.dueDate(),
                dates == null ? null : dates.probability(),
                dates == null || dates.p85() == null ? null : dates.p85().toString(),
                maySeeActivity ? activity(view.delivery().activity(), seen.atMillis()) : null,
                maySeeActivity && last != 0 ? Rfc3339.text(last) : null,
                Sight.lacking(reach, Sight.TEAM) == null ? people(view, seen.atMillis()) : null,
                Sight.lacking(reach, Sight.AGENTS) == null ? shown(agents) : null);
    }

    private static int done(ProjectView view) {
        return (int) view.work().leaves().stream()
                .filter(task -> task.status() == Status.DONE)
                .count();
    }

    /** The sentence of the component that takes most from the whole; each says why it is as it is. */
    private static @Nullable String weakest(ProjectHealth health) {
        return health.components().stream()
                .filter(one -> one.value() != null)
                .max(Comparator.comparingDouble(ProjectCard::lost))
                .map(one -> one.name().name().toLowerCase(Locale.ROOT) + ": " + one.reason())
                .orElse("none of its components has data");
    }

    private static double lost(Component one) {
        return one.value() == null ? 0 : one.weight() * (100 - one.value());
    }

    private static List<Integer> activity(List<Long> quarters, long atMillis) {
        long running = Math.floorDiv(atMillis, HOUR_MILLIS);
        int[] hours = new int[HOURS];
        for (long quarter : quarters) {
            long hour = Math.floorDiv(quarter, QUARTERS_AN_HOUR) - running + HOURS - 1;
            if (hour >= 0 && hour < HOURS) {
                hours[(int) hour]++;
            }
        }
        List<Integer> shown = new ArrayList<>(HOURS);
        for (int active : hours) {
            shown.add(active);
        }
        return shown;
    }

    private static List<String> people(ProjectView view, long atMillis) {
        Set<String> names = new TreeSet<>();
        for (Task task : view.work().leaves()) {
            if (task.assignee() != null && task.status().isInProgress()) {
                names.add(view.project().settings().person(task.assignee(), null));
            }
        }
        for (CommitMade commit : view.delivery().commits().reversed()) {
            Position told = commit.told();
            if (told.epochMillis() <= atMillis - DAY_MILLIS) {
                break;
            }
            if (commit.author() != null || commit.email() != null) {
                names.add(view.project().settings().person(commit.author(), commit.email()));
            }
        }
        return names.stream().limit(NAMES_MAX).toList();
    }

    private static List<ShownAgent> shown(List<Agent> agents) {
        return agents.stream()
                .filter(agent -> agent.isWaiting()
                        || agent.status() != null && !agent.status().equals("offline"))
                .sorted(Comparator.comparing(Agent::isWaiting).reversed().thenComparing(Agent::id))
                .limit(NAMES_MAX)
                .map(ShownAgent::of)
                .toList();
    }
}
