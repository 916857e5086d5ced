package dev.herald.projection.health;

import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Window;
import dev.herald.projection.delivery.DeliveryFigures;
import dev.herald.projection.delivery.ProjectDelivery;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.projection.flow.DueDay;
import dev.herald.projection.flow.FlowFigures;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.risk.Thresholds;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The parts of a project's health, each a pure function. */
final class Parts {
    private static final int FINISHED_MIN = 10;
    private static final int POINT_COSTS = 5;
    private static final int ACTIVE_DAYS_FULL = 5;
    private static final int ACTIVE_DAYS = 7;
    private static final long QUARTER_MILLIS = 15L * 60 * 1_000;
    private static final double DAY_MILLIS = 86_400_000;

    private Parts() {}

    static Component schedule(Known known) {
        Component.Name name = Component.Name.SCHEDULE;
        if (known.chance() != null) {
            return Component.of(
                    name, 100 * known.chance(), "the chance of the due date is " + percent(known.chance()) + ".");
        }
        ZoneId zone = known.work().project().zone();
        LocalDate today = day(known.atMillis(), zone);
        int dated = 0;
        int late = 0;
        for (Task task : known.work().leaves()) {
            LocalDate due = task.status().isEnded() ? null : DueDay.of(task.dueDate(), zone);
            if (due != null) {
                dated++;
                late += due.isBefore(today) ? 1 : 0;
            }
        }
        return dated == 0
                ? Component.none(name, "there is no chance of a due date, and no open task has a due date.")
                : Component.of(
                        name,
                        100.0 * (dated - late) / dated,
                        late + " of " + dated + " open tasks with a due date are overdue.");
    }

    static Component flow(Known known, FlowFigures figures) {
        Component.Name name = Component.Name.FLOW;
        Window.Timeframe any = Window.Timeframe.QUARTER;
        Figure expected = figures.figure(FigureName.SERVICE_LEVEL_EXPECTATION, any);
        var ages = figures.detail(FigureName.WORK_IN_PROGRESS, Window.Timeframe.HOUR)
                .points();
        if (ages.isEmpty()) {
            return Component.none(name, "no task is in progress.");
        }
        Double limit = expected.value();
        if (limit == null || expected.n() < FINISHED_MIN) {
            return Component.none(
                    name,
                    "to say how old work may be, " + FINISHED_MIN + " finished tasks of the last 90 days are needed,"
                            + " and there are " + expected.n() + ".");
        }
        long young = ages.stream().filter(age -> age.value() < limit).count();
        return Component.of(
                name,
                100.0 * young / ages.size(),
                young + " of " + ages.size()
                        + " tasks in progress are younger than 85 percent of the finished ones were.");
    }

    static Component risk(Known known) {
        Component.Name name = Component.Name.RISK;
        ProjectDelivery delivery = known.delivery();
        boolean hasData = !known.work().all().isEmpty()
                || !delivery.pullRequests().isEmpty()
                || !delivery.runs().isEmpty()
                || known.everHadRisks();
        if (!hasData) {
            return Component.none(name, "there is no task, pull request, workflow run or risk yet.");
        }
        int points = Risk.points(known.open());
        return Component.of(
                name, 100.0 - POINT_COSTS * points, known.open().size() + " open risks have " + points + " points.");
    }

    static Component delivery(Known known) {
        Component.Name name = Component.Name.DELIVERY;
        Project project = known.work().project();
        double waits = Thresholds.PR_WAITING_DAYS.in(project.settings()) * DAY_MILLIS;
        int open = 0;
        int waiting = 0;
        for (PullRequest one : known.delivery().pullRequests()) {
            if (one.isOpen()) {
                open++;
                boolean isQuiet = known.atMillis() - one.changed().epochMillis() >= waits;
                waiting += isQuiet && one.status() == PullRequest.Status.OPEN ? 1 : 0;
            }
        }
        Figure runs = new DeliveryFigures(known.delivery(), project, known.atMillis(), 0)
                .figure(FigureName.WORKFLOW_SUCCESS_SHARE, Window.Timeframe.WEEK);
        if (open == 0 && runs.value() == null) {
            return Component.none(name, "no pull request is open, and no workflow run ended in the last 7 days.");
        }
        String ofPulls = waiting + " of " + open + " open pull requests wait";
        String ofRuns = "of " + runs.n() + " workflow runs in 7 days "
                + percent(runs.value() == null ? 0 : runs.value()) + " succeeded";
        if (open == 0) {
            return Component.of(name, 100 * (runs.value() == null ? 0 : runs.value()), ofRuns + ".");
        }
        double share = (double) (open - waiting) / open;
        return runs.value() == null
                ? Component.of(name, 100 * share, ofPulls + ".")
                : Component.of(name, 100 * (share + runs.value()) / 2, ofPulls + ", and " + ofRuns + ".");
    }

    static Component activity(Known known) {
        Component.Name name = Component.Name.ACTIVITY;
        if (known.delivery().lastActivityMillis() == 0) {
            return Component.none(name, "there was no file, commit, task or pull request event yet.");
        }
        ZoneId zone = known.work().project().zone();
        LocalDate today = day(known.atMillis(), zone);
        LocalDate first = today.minusDays(ACTIVE_DAYS - 1L);
        Set<LocalDate> days = new TreeSet<>();
        for (long quarter : known.delivery().activity()) {
            LocalDate day = day(quarter * QUARTER_MILLIS, zone);
            if (!day.isBefore(first) && !day.isAfter(today)) {
                days.add(day);
            }
        }
        return Component.of(
                name,
                100.0 * Math.min(1, (double) days.size() / ACTIVE_DAYS_FULL),
                "something happened on " + days.size() + " of the last " + ACTIVE_DAYS + " days.");
    }

    private static LocalDate day(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f percent", 100 * share);
    }
}
