package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A commit appeared in a project's repository.
 *
 * @param hash of the commit
 * @param message may be empty, as git allows
 * @param author as the commit names them
 * @param filesChanged the files' paths; not told where their number is not known
 * @param branch where it appeared, or null where that is not known
 * @param insertions lines, not negative; null where they are not known
 * @param deletions lines, not negative; null where they are not known
 * @param details what the message and the size of it lead to
 */
public record Commit(
        String hash,
        String message,
        String author,
        List<String> filesChanged,
        @Nullable String branch,
        @Nullable Integer insertions,
        @Nullable Integer deletions,
        Details details)
        implements Payload {
    /**
     * @param filesChangedCount of all files, also where the list is cut; null where they are not known
     * @param isTruncated whether the message or the list of files is cut
     * @param committedAt RFC 3339, as the commit says, or null
     * @param tasks what the message says of tasks
     * @param authorEmail as the commit names it, or null
     * @param parents the hashes of its parents; null where they are not known
     */
    public record Details(
            @Nullable Integer filesChangedCount,
            boolean isTruncated,
            @Nullable String committedAt,
            List<TaskReference> tasks,
            @Nullable String authorEmail,
            @Nullable List<String> parents) {
        public Details {
            tasks = List.copyOf(tasks);
            parents = parents == null ? null : List.copyOf(parents);
        }
    }

    /**
     * A task that a message names.
     *
     * @param taskId as it is written there
     */
    public record TaskReference(String taskId, Action action) {
        /** What is said of it. */
        public enum Action {
            CLOSES,
            REFS
        }

        private Map<String, Object> fields() {
            return new Fields().add("task_id", taskId).add("action", action).map();
        }
    }

    public Commit {
        Fields.required("commit_hash", hash);
        filesChanged = List.copyOf(filesChanged);
    }

    /** One whose list of files is whole and whose message names no task. */
    public Commit(
            String hash,
            String message,
            String author,
            List<String> filesChanged,
            @Nullable String branch,
            int insertions,
            int deletions) {
        this(
                hash,
                message,
                author,
                filesChanged,
                branch,
                insertions,
                deletions,
                new Details(filesChanged.size(), false, null, List.of(), null, null));
    }

    @Override
    public EventType type() {
        return KnownType.COMMIT;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .add("commit_hash", hash)
                .add("message", message)
                .add("author", author)
                .add("files_changed", details.filesChangedCount() == null ? null : filesChanged)
                .add("branch", branch)
                .add("insertions", insertions)
                .add("deletions", deletions)
                .add("files_changed_count", details.filesChangedCount())
                .add("is_truncated", details.isTruncated())
                .add("committed_at", details.committedAt())
                .add("author_email", details.authorEmail())
                .add("parents", details.parents())
                .addAll(
                        "task_refs",
                        details.tasks().stream().map(TaskReference::fields).toList())
                .map();
    }
}
