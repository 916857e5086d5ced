package dev.herald.projection.delivery;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Folds {@code pr.*}. */
final class PullRequests {
    private PullRequests() {}

    static void fold(Held held, Happening event, KnownType type) {
        String id = id(event);
        if (id == null) {
            return;
        }
        PullRequest before = held.pullRequests.get(id);
        held.pullRequests.put(id, after(id, before, event, type));
        held.change();
    }

    static @Nullable String id(Happening event) {
        String id = event.data().reference("pr_id");
        return id == null ? event.data().reference("number") : id;
    }

    private static PullRequest after(String id, @Nullable PullRequest before, Happening event, KnownType type) {
        Members data = event.data();
        PullRequest.Status status = status(before, data, type);
        boolean isOpen = status == PullRequest.Status.OPEN || status == PullRequest.Status.DRAFT;
        boolean wasOpen = before == null || before.isOpen();
        Long own = Read.moment(data, "created_at");
        Long reviewed = data.has("first_review_at")
                ? Read.moment(data, "first_review_at")
                : before == null ? null : before.reviewedMillis();
        boolean isNewReview = reviewed != null && (before == null || before.reviewedMillis() == null);
        Long merged = status == PullRequest.Status.MERGED ? Read.moment(data, "merged_at") : null;
        Long ended = before == null ? null : before.endedMillis();
        Position end = before == null ? null : before.ended();
        if (isOpen) {
            ended = null;
            end = null;
        } else if (wasOpen || end == null) {
            ended = merged == null ? (Long) event.millis() : merged;
            end = event.position();
        } else if (merged != null) {
            ended = merged;
        }
        List<String> reviewers =
                data.has("reviewers") ? data.references("reviewers") : before == null ? List.of() : before.reviewers();
        String title = Read.text(data, "title", before == null ? null : before.title());
        return new PullRequest(
                id,
                Read.whole(data, "number", before == null ? null : before.number()),
                title == null ? "" : title,
                Read.text(data, "author", before == null ? null : before.author()),
                Read.text(data, "branch", before == null ? null : before.branch()),
                Read.text(data, "github_url", before == null ? null : before.url()),
                status,
                own != null ? own : before == null ? event.millis() : before.openedMillis(),
                reviewed,
                ended,
                Read.whole(data, "additions", before == null ? null : before.additions()),
                Read.whole(data, "deletions", before == null ? null : before.deletions()),
                reviewers,
                before == null ? event.position() : before.opened(),
                isNewReview ? event.position() : before == null ? null : before.reviewed(),
                end,
                event.position());
    }

    /** What is merged stays merged; what is closed is open again where somebody says so. */
    private static PullRequest.Status status(@Nullable PullRequest before, Members data, KnownType type) {
        if (before != null && before.status() == PullRequest.Status.MERGED) {
            return PullRequest.Status.MERGED;
        }
        String said = data.text("status");
        if (type == KnownType.PR_CLOSED) {
            boolean isMerged = "merged".equals(said) || data.text("merged_at") != null;
            return isMerged ? PullRequest.Status.MERGED : PullRequest.Status.CLOSED;
        }
        if (said != null) {
            return PullRequest.Status.valueOf(said.toUpperCase(Locale.ROOT));
        }
        if (before == null || type == KnownType.PR_CREATED && !before.isOpen()) {
            return PullRequest.Status.OPEN;
        }
        return before.status();
    }
}
