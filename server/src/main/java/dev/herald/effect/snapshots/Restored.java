package dev.herald.effect.snapshots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a restore has made. */
public sealed interface Restored {
    /** @param commit the branch's, a child of the snapshot's base with what the snapshot holds */
    record Branch(String name, String commit) implements Restored {}

    /** @param bytes the patch's length; 0 where there is no difference */
    record Patch(long bytes) implements Restored {}

    /** @param files how many were written, links among them */
    record Directory(long files) implements Restored {}

    /**
     * Files in the work tree.
     *
     * @param written those that are as in the snapshot now, and were not
     * @param same how many were so already
     * @param absent those that are there, or were asked for, and that the snapshot does not have; nothing was done to them
     * @param saved the snapshot that was taken of what was there before, or null where none was needed
     */
    record WorkTree(
            List<String> written,
            int same,
            List<String> absent,
            @Nullable String saved) implements Restored {
        public WorkTree {
            written = List.copyOf(written);
            absent = List.copyOf(absent);
        }
    }
}
