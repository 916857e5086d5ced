package dev.herald.effect.autocommit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What somebody has begun in a work tree and not finished: git keeps a note of it in the git directory. */
final class InProgress {
    private InProgress() {}

    /** The innermost of it, for a rebase picks, and its picks may stop as well. */
    static Optional<Reason> in(Path gitDirectory) {
        if (Files.exists(gitDirectory.resolve("rebase-apply/applying"))) {
            return Optional.of(Reason.AM_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("rebase-merge")) || Files.exists(gitDirectory.resolve("rebase-apply"))) {
            return Optional.of(Reason.REBASE_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("MERGE_HEAD"))) {
            return Optional.of(Reason.MERGE_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("CHERRY_PICK_HEAD"))) {
            return Optional.of(Reason.CHERRY_PICK_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("REVERT_HEAD"))) {
            return Optional.of(Reason.REVERT_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("sequencer"))) {
            return Optional.of(Reason.SEQUENCER_IN_PROGRESS);
        }
        if (Files.exists(gitDirectory.resolve("BISECT_LOG"))) {
            return Optional.of(Reason.BISECT_IN_PROGRESS);
        }
        return Optional.empty();
    }
}
