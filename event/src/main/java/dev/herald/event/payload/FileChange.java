package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of a project changed.
 *
 * @param path relative to the project's root, with {@code /}
 * @param change what happened to it
 * @param previousPath where it was before it moved; for a move and for nothing else
 */
public record FileChange(String path, Kind change, @Nullable String previousPath) implements Payload {
    public enum Kind {
        CREATED,
        MODIFIED,
        DELETED,
        MOVED
    }

    public FileChange {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("file_path must not be empty");
        }
        if ((change == Kind.MOVED) != (previousPath != null)) {
            throw new IllegalArgumentException("a move, and nothing else, has a previous_path: " + path);
        }
    }

    public static FileChange created(String path) {
        return new FileChange(path, Kind.CREATED, null);
    }

    public static FileChange modified(String path) {
        return new FileChange(path, Kind.MODIFIED, null);
    }

    public static FileChange deleted(String path) {
        return new FileChange(path, Kind.DELETED, null);
    }

    public static FileChange moved(String from, String to) {
        return new FileChange(to, Kind.MOVED, from);
    }

    @Override
    public EventType type() {
        return KnownType.FILE_CHANGE;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .add("file_path", path)
                .add("change_type", change)
                .add("previous_path", previousPath)
                .map();
    }
}
