package dev.herald.source.files;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is known, with the files in it as they were last told. Plain mutable state of the watch's thread; a
 * folder equals only itself, so that what waits for it stays with it when it is moved.
 */
final class Folder {
    final Map<Path, Stamp> files = new HashMap<>();
    final Map<Path, Folder> folders = new HashMap<>();

    @Nullable
    Folder parent;

    Path name;
    long identity;
    IgnoreRules rules;

    @Nullable
    Registration watch;
    /** Whether git's rules leave it out, so that only what git tracks in it is watched. */
    boolean isIgnored;
    /** Whether it could not be read when it was last looked at. */
    boolean isDenied;
    /** Whether it is no longer part of the tree. */
    boolean isGone;

    Folder(@Nullable Folder parent, Path name, long identity, IgnoreRules rules) {
        this.parent = parent;
        this.name = name;
        this.identity = identity;
        this.rules = rules;
    }

    boolean isRoot() {
        return parent == null;
    }

    Path pathIn(Path root) {
        Path path = root;
        for (Folder folder : fromTheTop()) {
            path = path.resolve(folder.name);
        }
        return path;
    }

    /** What stands before the names of its entries when they are told: empty for the root, else ends with a slash. */
    String prefix() {
        StringBuilder text = new StringBuilder();
        for (Folder folder : fromTheTop()) {
            text.append(Names.text(folder.name)).append('/');
        }
        return text.toString();
    }

    /** Whether it is the other or somewhere below it. */
    boolean isWithin(Folder other) {
        Folder folder = this;
        while (folder != null && folder != other) {
            folder = folder.parent;
        }
        return folder == other;
    }

    /** Whether any file in it or below it was told of. */
    boolean hasFiles() {
        Deque<Folder> left = new ArrayDeque<>();
        left.add(this);
        while (!left.isEmpty()) {
            Folder folder = left.remove();
            if (!folder.files.isEmpty()) {
                return true;
            }
            left.addAll(folder.folders.values());
        }
        return false;
    }

    private Deque<Folder> fromTheTop() {
        Deque<Folder> folders = new ArrayDeque<>();
        Folder folder = this;
        while (folder.parent != null) {
            folders.push(folder);
            folder = folder.parent;
        }
        return folders;
    }
}
