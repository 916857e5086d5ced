package dev.herald.effect.snapshots;

import java.nio.file.Path;

/** Where a snapshot is brought back to: to something new, or to where its files were. */
public sealed interface RestoreTarget {
    /** A branch that is not there yet; it is not checked out. Its one commit is a child of the snapshot's base. */
    record Branch(String name) implements RestoreTarget {}

    /** A file that is not there yet, with the patch from the snapshot's base to it. */
    record Patch(Path file) implements RestoreTarget {}

    /** A directory that is not there yet, or empty. */
    record Directory(Path directory) implements RestoreTarget {}

    /**
     * The files that are worked on, where nothing is lost by it.
     *
     * @param isForced whether what is there now is kept as a snapshot first, where it is nowhere else
     */
    record WorkTree(boolean isForced) implements RestoreTarget {}
}
