package dev.herald.source.git;

/**
 * What a few looks at a repository's directory show: each is 0 where the file is not there, else another number for
 * each state of the file. Two equal ones mean that git did nothing in between that matters for files.
 *
 * @param lock of the index or of HEAD: git is writing
 * @param head what is checked out
 * @param headLog where each move of HEAD is written
 * @param headLogBytes its length
 * @param index what is staged; some commands only refresh it
 * @param stash the stashes
 * @param sequence a rebase, or several commits picked, reverted or applied, that is not at its end
 * @param merge a merge, pick or revert that has not been committed
 */
record Signs(long lock, long head, long headLog, long headLogBytes, long index, long stash, long sequence, long merge) {
    boolean isThere() {
        return head != 0;
    }

    boolean isLocked() {
        return lock != 0;
    }

    boolean hasLog() {
        return headLog != 0;
    }

    boolean isInSequence() {
        return sequence != 0;
    }

    boolean isInMerge() {
        return merge != 0;
    }
}
