package dev.herald.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The widgets that a dashboard may have, in the order in which they are offered. */
public enum Widget {
    OVERVIEW("Overview", "Tasks, progress, health and risk level.", "/dashboard/overview"),
    HEALTH("Health", "The project's health with its five components.", "/dashboard/health"),
    METRICS("Metrics", "All figures with their trends.", "/dashboard/metrics"),
    ALERTS("Alerts", "What needs somebody's attention.", "/dashboard/alerts"),
    RISKS("Risks", "Open risks with their evidence.", "/projects/{id}/risks"),
    TASKS("Tasks", "The tasks by their state.", "/projects/{id}/tasks"),
    CUMULATIVE_FLOW("Cumulative flow", "Tasks in each state, day by day.", "/projects/{id}/flow"),
    BURN_UP("Burn-up", "Scope and what is done, day by day.", "/projects/{id}/flow"),
    AGING("Aging", "The age of work in progress beside what is usual.", "/projects/{id}/flow"),
    CYCLE_TIME("Cycle time", "How long each finished task took.", "/projects/{id}/flow"),
    THROUGHPUT("Throughput", "Tasks finished a day.", "/projects/{id}/figures/throughput"),
    FORECAST("Forecast", "When the open tasks will be done.", "/projects/{id}/forecast"),
    DELIVERY("Delivery", "Deployments, pull requests, workflows and commits.", "/projects/{id}/delivery"),
    PULL_REQUESTS("Pull requests", "Open pull requests and those that ended last.", "/projects/{id}/pull-requests"),
    ISSUES("Issues", "Open issues and those that were closed last.", "/projects/{id}/issues"),
    DEPLOYMENTS("Deployments", "What was deployed where, and whether it worked.", "/projects/{id}/deployments"),
    WORKFLOWS("Workflows", "Runs of workflows.", "/workflows"),
    TEAM_PERFORMANCE("Team", "What each person did.", "/dashboard/team-performance"),
    QUALITY("Quality", "What was reported of coverage, tests and findings.", "/dashboard/overview"),
    AGENTS("Agents", "What each agent is doing.", "/agents"),
    SUGGESTIONS("Suggestions", "What an AI suggests.", "/projects/{id}/suggestions"),
    COMMITS("Commits", "What was committed, newest first.", "/events?event_types=commit"),
    FILES("Files", "Files that change, those of a burst together.", "/events?event_types=file_change"),
    ACTIVITY("Activity", "When something was done, by the hour, and events as they happen.", "/events");

    private final String title;
    private final String description;
    private final String path;

    Widget(String title, String description, String path) {
        this.title = title;
        this.description = description;
        this.path = path;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /** Where its content is asked for, under {@code /api/v1}. */
    public String path() {
        return path;
    }

    public static Optional<Widget> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
