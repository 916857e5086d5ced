package dev.herald.effect.autocommit;

/**
 * A path whose content in the work tree or in the index is not what HEAD has.
 *
 * @param path where
 * @param head what HEAD has there; of an unmerged path, our side
 * @param kind how it stands
 * @param isStaged whether the index differs from HEAD there
 * @param isThere whether the work tree has something there that git would take
 * @param isInIndex whether the index has it
 */
record Change(TreePath path, Entry head, Kind kind, boolean isStaged, boolean isThere, boolean isInIndex) {
    enum Kind {
        /** A file or symbolic link that HEAD or the index has. */
        TRACKED,
        /** A file or symbolic link that neither has. */
        UNTRACKED,
        /** A submodule whose commit is another. */
        SUBMODULE,
        /** In the middle of a merge. */
        UNMERGED,
        /** A repository that is no submodule. */
        NESTED
    }

    /** What a tree or an index has at a path. Mode 0 for nothing. */
    record Entry(String mode, String hash) {
        static final Entry NOTHING = new Entry("0", "");

        boolean isNothing() {
            return mode.chars().allMatch(c -> c == '0');
        }
    }

    Change untrackedToo() {
        return new Change(path, head, kind, isStaged, true, isInIndex);
    }
}
