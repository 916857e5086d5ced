package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who knows nothing but the changes, and takes each at its word: no path is a file and a directory at once. */
final class Follower {
    final Set<String> files = new TreeSet<>();

    /** The first change that does not fit those before it. */
    @Nullable
    FileChange contradiction;

    /** From an empty directory on. */
    static Follower of(List<FileChange> changes) {
        Follower follower = new Follower();
        for (FileChange change : changes) {
            if (!follower.follow(change)) {
                follower.contradiction = change;
                return follower;
            }
        }
        return follower;
    }

    private boolean follow(FileChange change) {
        return switch (change.change()) {
            case CREATED -> isRoom(change.path()) && files.add(change.path());
            case MODIFIED -> files.contains(change.path());
            case DELETED -> files.remove(change.path());
            case MOVED -> move(String.valueOf(change.previousPath()), change.path());
        };
    }

    private boolean move(String from, String to) {
        if (files.remove(from)) {
            files.add(to);
            return isRoom(to);
        }
        Set<String> moved = below(from);
        files.removeAll(moved);
        boolean isRoom = isRoom(to) && !files.contains(to);
        moved.forEach(file -> files.add(to + file.substring(from.length())));
        return isRoom && !moved.isEmpty();
    }

    private Set<String> below(String path) {
        return files.stream().filter(file -> file.startsWith(path + "/")).collect(Collectors.toSet());
    }

    private boolean isRoom(String path) {
        return below(path).isEmpty() && files.stream().noneMatch(file -> path.startsWith(file + "/"));
    }
}
