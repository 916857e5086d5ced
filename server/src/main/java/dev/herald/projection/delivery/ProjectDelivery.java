package dev.herald.projection.delivery;

import java.util.List;

/**
 * What became of a project's changes, as of one position. Immutable; any thread.
 *
 * @param pullRequests in the order in which they were first heard of, as all lists here
 * @param deployments by the order of their beginning
 * @param quality the newest of each kind and branch
 * @param activity quarters of an hour since the epoch in which something was done, of the last days
 * @param lastActivityMillis when somebody did something last; 0 for never
 */
public record ProjectDelivery(
        List<PullRequest> pullRequests,
        List<Issue> issues,
        List<CommitMade> commits,
        List<WorkflowRun> runs,
        List<Deployment> deployments,
        List<Reported> quality,
        List<Suggestion> suggestions,
        List<Long> activity,
        long lastActivityMillis) {
    /** Nothing yet. */
    public static final ProjectDelivery NONE = new ProjectDelivery(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0);
}
