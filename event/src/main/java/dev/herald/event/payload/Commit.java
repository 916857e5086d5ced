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
 * @param filesChanged their paths
 * @param branch where it appeared, or null where that is not known
 * @param insertions lines, not negative
 * @param deletions lines, not negative
 */
public record Commit(
        String hash,
        String message,
        String author,
        List<String> filesChanged,
        @Nullable String branch,
        int insertions,
        int deletions)
        implements Payload {
    public Commit {
        Fields.required("commit_hash", hash);
        filesChanged = List.copyOf(filesChanged);
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
                .add("files_changed", filesChanged)
                .add("branch", branch)
                .add("insertions", insertions)
                .add("deletions", deletions)
                .map();
    }
}
