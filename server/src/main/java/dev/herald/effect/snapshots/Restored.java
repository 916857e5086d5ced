package dev.herald.effect.snapshots;

/** What a restore has made. */
public sealed interface Restored {
    /** @param commit the branch's, a child of the snapshot's base with what the snapshot holds */
    record Branch(String name, String commit) implements Restored {}

    /** @param bytes the patch's length; 0 where there is no difference */
    record Patch(long bytes) implements Restored {}

    /** @param files how many were written, links among them */
    record Directory(long files) implements Restored {}
}
