package dev.herald.effect.autocommit;

import java.util.Locale;

/** Why there is no commit. On the wire by their names in lower case, which never change. */
public enum Reason {
    NO_REPOSITORY("There is no repository that git agrees to use here: run git status in the directory to see why."),
    MERGE_IN_PROGRESS("A merge is in progress: finish it, or abort it with git merge --abort."),
    REBASE_IN_PROGRESS("A rebase is in progress: finish it, or abort it with git rebase --abort."),
    AM_IN_PROGRESS("Patches are being applied: finish it, or abort it with git am --abort."),
    CHERRY_PICK_IN_PROGRESS("A cherry-pick is in progress: finish it, or abort it with git cherry-pick --abort."),
    REVERT_IN_PROGRESS("A revert is in progress: finish it, or abort it with git revert --abort."),
    BISECT_IN_PROGRESS("A bisection is in progress: end it with git bisect reset."),
    SEQUENCER_IN_PROGRESS("A sequence of picks or reverts is in progress: finish it, or abort it."),
    UNMERGED_ENTRIES("Some files are unmerged: resolve them and git add them."),
    DETACHED_HEAD("No branch is checked out: git switch to one, or use the shadow mode."),
    PROTECTED_BRANCH("The branch is protected from automatic commits: work on another, or use the shadow mode."),
    INDEX_LOCKED("The index is locked: wait for the other git, or remove index.lock if there is none."),
    STAGED_CHANGES("Something is staged, and what is staged is yours: commit or unstage it."),
    REPOSITORY_BUSY("Somebody else is using git in this repository: it is tried again when they pause."),
    GC_IN_PROGRESS("Git is tidying this repository up (gc, prune, repack): it is tried again when that has ended."),
    HEAD_MOVED("The branch moved while the commit was made: it is tried again with the next change."),
    TOO_MANY_CHANGES("There are more changes than can be looked at: ignore what is generated."),
    HOOK_FAILED("A hook refused the commit: run git commit yourself to see what it says."),
    HOOK_TIMEOUT("A hook took too long and was ended: make it faster, or allow it more time."),
    HOOK_ADDED_FILES("A hook put more files into the commit than were checked: let it add only what was staged."),
    IDENTITY_MISSING("Git does not know who commits: set user.name and user.email."),
    SIGNING_FAILED("The commit could not be signed: check that git commit -S works without asking."),
    PUSH_REJECTED("The push was rejected, the commit is kept: git pull, then git push."),
    PUSH_FAILED("The push failed, the commit is kept: run git push yourself to see why."),
    PUSH_NOWHERE("The branch has nowhere to be pushed to: git push -u once."),
    DISK_FULL("The disk, or a quota, is full: make room."),
    READ_ONLY("The repository cannot be written: check its owner and permissions."),
    FILTER_TIMEOUT("A filter took too long and was ended: the files that it is for are left out."),
    OBJECTS_LOST("What was saved went while it was being saved, as git prune does it: it is saved again at once."),
    SNAPSHOT_BROKEN("The newest snapshot is broken, objects of it are missing: run git fsck to see which."),
    HEAD_BROKEN("The commit that is checked out is broken, objects of it are missing: run git fsck to see which."),
    TIMED_OUT("Git took too long and was ended: run git status in the directory to see why."),
    GIT_FAILED("Git failed: run git status and git fsck in the directory to see why.");

    private final String advice;

    Reason(String advice) {
        this.advice = advice;
    }

    /** Whether it ends by itself, so that trying again soon makes sense. */
    boolean passes() {
        return this == INDEX_LOCKED
                || this == REPOSITORY_BUSY
                || this == HEAD_MOVED
                || this == GC_IN_PROGRESS
                || this == OBJECTS_LOST;
    }

    /** Whether it is somebody's doing, or a choice of theirs, and not a thing that is broken. */
    boolean isIntended() {
        return switch (this) {
            case MERGE_IN_PROGRESS,
                    REBASE_IN_PROGRESS,
                    AM_IN_PROGRESS,
                    CHERRY_PICK_IN_PROGRESS,
                    REVERT_IN_PROGRESS,
                    BISECT_IN_PROGRESS,
                    SEQUENCER_IN_PROGRESS,
                    UNMERGED_ENTRIES,
                    DETACHED_HEAD,
                    PROTECTED_BRANCH,
                    INDEX_LOCKED,
                    STAGED_CHANGES,
                    REPOSITORY_BUSY,
                    GC_IN_PROGRESS,
                    HEAD_MOVED -> true;
            case NO_REPOSITORY,
                    TOO_MANY_CHANGES,
                    HOOK_FAILED,
                    HOOK_TIMEOUT,
                    HOOK_ADDED_FILES,
                    IDENTITY_MISSING,
                    SIGNING_FAILED,
                    PUSH_REJECTED,
                    PUSH_FAILED,
                    PUSH_NOWHERE,
                    DISK_FULL,
                    READ_ONLY,
                    FILTER_TIMEOUT,
                    OBJECTS_LOST,
                    SNAPSHOT_BROKEN,
                    HEAD_BROKEN,
                    TIMED_OUT,
                    GIT_FAILED -> false;
        };
    }

    /** Whether it is no news that somebody works here. */
    boolean isMomentary() {
        return this == REPOSITORY_BUSY || this == HEAD_MOVED || this == GC_IN_PROGRESS;
    }

    /** As events have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What happened and what to do: one sentence. */
    public String advice() {
        return advice;
    }
}
