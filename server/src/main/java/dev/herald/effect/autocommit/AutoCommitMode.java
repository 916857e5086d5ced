package dev.herald.effect.autocommit;

/** Where commits go. There is no third: a project without auto-commit has no {@link AutoCommitter}. */
public enum AutoCommitMode {
    /** To {@code refs/herald/<branch>}; nothing else is touched. */
    SHADOW,
    /** To the branch that is checked out, as its user would, with hooks and signing. */
    BRANCH
}
