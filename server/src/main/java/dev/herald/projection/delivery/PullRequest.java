package dev.herald.projection.delivery;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pull request, after an event. Immutable. Moments are epoch milliseconds.
 *
 * @param openedMillis as its host says, else when it was first heard of
 * @param reviewedMillis when it was first reviewed; null while it was not, or where nobody said so
 * @param endedMillis when it was merged or closed; null while it is open
 * @param opened the event that it is known from
 * @param reviewed the event that told of its first review, or null
 * @param ended the event that told of its end, or null
 * @param changed the newest event of it
 */
public record PullRequest(
        String id,
        @Nullable Long number,
        String title,
        @Nullable String author,
        @Nullable String branch,
        @Nullable String url,
        Status status,
        long openedMillis,
        @Nullable Long reviewedMillis,
        @Nullable Long endedMillis,
        @Nullable Long additions,
        @Nullable Long deletions,
        List<String> reviewers,
        Position opened,
        @Nullable Position reviewed,
        @Nullable Position ended,
        Position changed) {
    /** Where it stands. */
    public enum Status {
        OPEN,
        DRAFT,
        CLOSED,
        MERGED
    }

    public PullRequest {
        reviewers = List.copyOf(reviewers);
    }

    /** Whether it is open; a draft is. */
    public boolean isOpen() {
        return status == Status.OPEN || status == Status.DRAFT;
    }
}
