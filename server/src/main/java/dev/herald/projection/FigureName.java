package dev.herald.projection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The figures, in the order in which they are listed. docs/figures.md has a section for each. */
public enum FigureName {
    PROGRESS(
            "percent", "Weight of the leaves that are done, as a share of the weight of those that are not cancelled."),
    THROUGHPUT("tasks", "Leaves that were finished in the window."),
    VELOCITY("points a day", "Estimates of the leaves that were finished in the window, per day."),
    WORK_IN_PROGRESS("tasks", "Leaves that are in progress, in review or blocked."),
    CYCLE_TIME_P50(
            "seconds", "Half of the leaves finished in the window took at most so long from started to finished."),
    CYCLE_TIME_P85(
            "seconds",
            "85 percent of the leaves finished in the window took at most so long from started to finished."),
    CYCLE_TIME_P95(
            "seconds",
            "95 percent of the leaves finished in the window took at most so long from started to finished."),
    LEAD_TIME_P50(
            "seconds", "Half of the leaves finished in the window took at most so long from created to finished."),
    LEAD_TIME_P85(
            "seconds",
            "85 percent of the leaves finished in the window took at most so long from created to finished."),
    LEAD_TIME_P95(
            "seconds",
            "95 percent of the leaves finished in the window took at most so long from created to finished."),
    BLOCKED_SHARE("share", "Time in blocked as a share of cycle time, of the leaves finished in the window."),
    REOPENED_SHARE("share", "Leaves finished in the window that had been done before, as a share of those finished."),
    SERVICE_LEVEL_EXPECTATION(
            "seconds",
            "85 percent of the leaves finished in the last 90 days took at most so long from started to finished."),
    CANCELLED("tasks", "Leaves that are cancelled."),
    OVERDUE("tasks", "Leaves whose due date is before today and that are neither done nor cancelled."),
    DEPLOYMENT_FREQUENCY("a day", "Deployments to production that succeeded in the window, per day."),
    CHANGE_LEAD_TIME_P50(
            "seconds",
            "Half of the commits first deployed in the window took at most so long from commit to deployment."),
    CHANGE_FAIL_RATE(
            "share",
            "Deployments that were followed by a rollback, a repair or an incident, as a share of those that succeeded."),
    RECOVERY_TIME_P50(
            "seconds", "Half of the deployments that failed so took at most so long until the next sound one."),
    DEPLOYMENT_REWORK_RATE(
            "share", "Deployments that were unplanned work for an incident, as a share of all that ended."),
    PULL_REQUEST_FIRST_REVIEW_P50(
            "seconds", "Half of the pull requests first reviewed in the window waited at most so long for it."),
    PULL_REQUEST_FIRST_REVIEW_P85(
            "seconds", "85 percent of the pull requests first reviewed in the window waited at most so long for it."),
    PULL_REQUEST_MERGE_P50(
            "seconds", "Half of the pull requests merged in the window took at most so long from opened to merged."),
    PULL_REQUEST_MERGE_P85(
            "seconds",
            "85 percent of the pull requests merged in the window took at most so long from opened to merged."),
    PULL_REQUESTS_OPEN("pull requests", "Pull requests that are open, drafts included."),
    WORKFLOW_SUCCESS_SHARE(
            "share", "Workflow runs that completed, as a share of those that completed or failed in the window."),
    WORKFLOW_DURATION_P50("seconds", "Half of the workflow runs that ended in the window took at most so long."),
    WORKFLOW_DURATION_P85("seconds", "85 percent of the workflow runs that ended in the window took at most so long."),
    COMMITS("commits", "Commits in the window."),
    INSERTIONS("lines", "Lines that the commits in the window added."),
    DELETIONS("lines", "Lines that the commits in the window removed."),
    AUTHORS("people", "People who made the commits in the window."),
    HEALTH("percent", "Weighted mean of schedule, flow, risk, delivery and activity, of those that have data."),
    RISK_POINTS("points", "Points of the open risks: low 1, medium 3, high 8, critical 20.");

    private final String unit;
    private final String definition;

    FigureName(String unit, String definition) {
        this.unit = unit;
        this.definition = definition;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String unit() {
        return unit;
    }

    /** What it means, in one sentence. */
    public String definition() {
        return definition;
    }

    public static Optional<FigureName> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
