package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pull request of a project was created, updated or closed. */
public sealed interface PullRequestChange extends Payload {
    enum Status {
        OPEN,
        CLOSED,
        MERGED,
        DRAFT
    }

    /**
     * A pull request as it is after the change.
     *
     * @param number within its repository, not negative
     * @param createdAt as its host writes it, or null
     */
    record PullRequest(
            String id,
            long number,
            String title,
            @Nullable String description,
            String author,
            @Nullable String branch,
            @Nullable String url,
            Status status,
            @Nullable String createdAt) {
        public PullRequest {
            Fields.required("pr_id", id);
        }

        private Map<String, Object> fields() {
            return new Fields()
                    .add("pr_id", id)
                    .add("number", number)
                    .add("title", title)
                    .add("description", description)
                    .add("author", author)
                    .add("branch", branch)
                    .add("github_url", url)
                    .add("status", status)
                    .add("created_at", createdAt)
                    .map();
        }
    }

    PullRequest pullRequest();

    @Override
    default Map<String, Object> fields() {
        return pullRequest().fields();
    }

    @Override
    default boolean needsProject() {
        return true;
    }

    record Created(PullRequest pullRequest) implements PullRequestChange {
        @Override
        public EventType type() {
            return KnownType.PR_CREATED;
        }
    }

    record Updated(PullRequest pullRequest) implements PullRequestChange {
        @Override
        public EventType type() {
            return KnownType.PR_UPDATED;
        }
    }

    /** Its status is closed or merged. */
    record Closed(PullRequest pullRequest) implements PullRequestChange {
        public Closed {
            Status status = pullRequest.status();
            if (status != Status.CLOSED && status != Status.MERGED) {
                throw new IllegalArgumentException("a closed pull request is closed or merged, not " + status);
            }
        }

        @Override
        public EventType type() {
            return KnownType.PR_CLOSED;
        }
    }
}
