package dev.herald.client;

import java.util.List;

/** What came of asking a server to commit a project's changes. */
public sealed interface AutoCommitAnswer {
    /**
     * There is a commit.
     *
     * @param mode where it is: shadow or branch
     * @param branch the branch that was checked out, {@code HEAD} for none
     * @param changes files in it
     * @param leftOut what is not in it
     */
    record Committed(String mode, String hash, String branch, String message, int changes, LeftOut leftOut)
            implements AutoCommitAnswer {}

    /** There was nothing to commit; {@code why} is for people. */
    record Nothing(String why, LeftOut leftOut) implements AutoCommitAnswer {}

    /**
     * The server refused, and nothing was changed.
     *
     * @param status of HTTP: 409 where the repository does not allow it now, 404 where auto-commit is off
     * @param reason stable; empty where there is none
     * @param detail what to do, for people
     */
    record Refused(int status, String reason, String detail) implements AutoCommitAnswer {}

    /**
     * Files that are not in a commit.
     *
     * @param named the first of them
     * @param count of all of them
     */
    record LeftOut(List<File> named, int count) {
        public LeftOut {
            named = List.copyOf(named);
        }
    }

    /** One of them, and why: a stable word such as {@code secret_name}. */
    record File(String path, String reason) {}
}
