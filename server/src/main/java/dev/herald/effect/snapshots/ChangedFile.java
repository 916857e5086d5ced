package dev.herald.effect.snapshots;

import org.jspecify.annotations.Nullable;

/**
 * A file that differs between two trees.
 *
 * @param path from the work tree's top
 * @param previousPath what a renamed file was called, else null
 * @param status git's letter: A added, M modified, D deleted, R renamed, T another type
 * @param insertions lines; -1 for a binary file, {@link #UNKNOWN} where its content is not here
 * @param deletions the same
 */
public record ChangedFile(String path, @Nullable String previousPath, char status, long insertions, long deletions) {
    /** Stands for a number of lines that is not known. */
    static final long UNKNOWN = -2;

    public boolean isBinary() {
        return insertions == -1;
    }

    /** Whether the lines were counted: the file is text, and here. */
    public boolean isCounted() {
        return insertions >= 0;
    }
}
