package dev.herald.effect.snapshots;

import org.jspecify.annotations.Nullable;

/**
 * A file that differs between two trees.
 *
 * @param path from the work tree's top
 * @param previousPath what a renamed file was called, else null
 * @param status git's letter: A added, M modified, D deleted, R renamed, T another type
 * @param insertions lines; -1 for a binary file
 * @param deletions lines; -1 for a binary file
 */
public record ChangedFile(String path, @Nullable String previousPath, char status, long insertions, long deletions) {
    public boolean isBinary() {
        return insertions < 0;
    }
}
