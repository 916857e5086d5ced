package dev.herald.source.git;

import java.util.Locale;

/** What git does that may change many files at once; {@code custom.git.operation} names it in lower case. */
enum Operation {
    CHECKOUT,
    RESET,
    MERGE,
    PULL,
    REBASE,
    CHERRY_PICK,
    REVERT,
    AM,
    CLONE,
    /** Files taken back from the index or a commit, without a move of HEAD. */
    RESTORE,
    STASH_PUSH,
    STASH_POP,
    STASH_APPLY,
    /** HEAD has moved, and the log does not say why. */
    UPDATE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may move HEAD several times. */
    boolean isSequence() {
        return switch (this) {
            case REBASE, PULL, CHERRY_PICK, REVERT, AM -> true;
            case CHECKOUT, RESET, MERGE, CLONE, RESTORE, STASH_PUSH, STASH_POP, STASH_APPLY, UPDATE -> false;
        };
    }
}
