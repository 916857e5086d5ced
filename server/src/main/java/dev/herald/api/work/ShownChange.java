package dev.herald.api.work;

import dev.herald.event.Rfc3339;
import dev.herald.projection.delivery.Deployment;
import dev.herald.projection.delivery.Issue;
import dev.herald.projection.delivery.PullRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pull requests, issues and deployments as they are shown: the members of an answer, in their order. */
final class ShownChange {
    private ShownChange() {}

    record OfPullRequest(
            String prId,
            @Nullable Long number,
            String title,
            @Nullable String author,
            @Nullable String branch,
            @Nullable String githubUrl,
            String status,
            String createdAt,
            @Nullable String firstReviewAt,
            @Nullable String endedAt,
            @Nullable Long additions,
            @Nullable Long deletions,
            List<String> reviewers,
            String updatedAt) {}

    record OfIssue(
            String issueId,
            @Nullable Long number,
            String title,
            String status,
            @Nullable String priority,
            @Nullable String assignedTo,
            List<String> labels,
            String createdAt,
            @Nullable String closedAt,
            String updatedAt) {}

    record OfDeployment(
            String deploymentId,
            String environment,
            String status,
            @Nullable String commitHash,
            @Nullable String ref,
            @Nullable String url,
            boolean isRollback,
            boolean isRework,
            String startedAt,
            @Nullable String endedAt) {}

    static OfPullRequest of(PullRequest one) {
        return new OfPullRequest(
                one.id(),
                one.number(),
                one.title(),
                one.author(),
                one.branch(),
                one.url(),
                one.status().name().toLowerCase(Locale.ROOT),
                Rfc3339.text(one.openedMillis()),
                text(one.reviewedMillis()),
                text(one.endedMillis()),
                one.additions(),
                one.deletions(),
                one.reviewers(),
                Rfc3339.text(one.changed().epochMillis()));
    }

    static OfIssue of(Issue one) {
        return new OfIssue(
                one.id(),
                one.number(),
                one.title(),
                one.status(),
                one.priority(),
                one.assignedTo(),
                one.labels(),
                Rfc3339.text(one.openedMillis()),
                text(one.closedMillis()),
                Rfc3339.text(one.changed().epochMillis()));
    }

    static OfDeployment of(Deployment one) {
        return new OfDeployment(
                one.id(),
                one.environment(),
                status(one),
                one.commitHash(),
                one.ref(),
                one.url(),
                one.isRollback(),
                one.isRework(),
                Rfc3339.text(one.startedMillis()),
                text(one.endedMillis()));
    }

    /** running, succeeded or failed. */
    static String status(Deployment one) {
        if (one.isSuccess() == null) {
            return "running";
        }
        return one.hasSucceeded() ? "succeeded" : "failed";
    }

    private static @Nullable String text(@Nullable Long millis) {
        return millis == null ? null : Rfc3339.text(millis);
    }
}
