package dev.herald.projection.delivery;

import dev.herald.event.ProjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pull requests, issues, commits, runs and deployments of all projects. One thread; what it answers is immutable. */
public final class DeliveryState {
    private final Map<@Nullable ProjectId, Held> projects = new LinkedHashMap<>();

    DeliveryState() {}

    /** As it is now: the same value until something of the project changes. Null for what has no project. */
    public ProjectDelivery view(@Nullable ProjectId project) {
        Held held = projects.get(project);
        return held == null ? ProjectDelivery.NONE : held.view();
    }

    public @Nullable PullRequest pullRequest(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? null : held.pullRequests.get(id);
    }

    /** A run by its id, of whichever project; null for an unknown one. */
    public @Nullable WorkflowRun run(String id) {
        for (Held held : projects.values()) {
            WorkflowRun run = held.runs.get(id);
            if (run != null) {
                return run;
            }
        }
        return null;
    }

    public @Nullable WorkflowRun run(@Nullable ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? null : held.runs.get(id);
    }

    public @Nullable Suggestion suggestion(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? null : held.suggestions.get(id);
    }

    /** When somebody did something in the project last; 0 for never. */
    public long lastActivityMillis(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? 0 : held.lastActivityMillis;
    }

    Held held(@Nullable ProjectId project) {
        return projects.computeIfAbsent(project, Held::new);
    }

    Iterable<Held> all() {
        return projects.values();
    }

    int size() {
        return projects.size();
    }
}
