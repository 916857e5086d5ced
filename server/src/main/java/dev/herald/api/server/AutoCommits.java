package dev.herald.api.server;

import dev.herald.event.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever commits projects' changes, as this room asks it. Any thread. */
public interface AutoCommits {
    /**
     * Commits what has changed in a project and waits for what comes of it: as long as hooks, signing and a push take.
     *
     * @throws InterruptedException when the caller is; the commit goes on
     */
    Answer commit(ProjectId project) throws InterruptedException;

    /** What came of it. */
    sealed interface Answer {
        /**
         * There is a commit, or nothing to commit.
         *
         * @param mode where commits go: shadow or branch
         * @param hash of the commit, null where there was nothing to commit
         * @param branch that was checked out, null where there was nothing to commit
         * @param message of the commit, or why there is none
         * @param changes files in it
         * @param leftOut the first files that are not in it
         * @param leftOutCount how many there are of those
         */
        record Done(
                String mode,
                @Nullable String hash,
                @Nullable String branch,
                String message,
                int changes,
                List<File> leftOut,
                int leftOutCount)
                implements Answer {
            public Done {
                leftOut = List.copyOf(leftOut);
            }
        }

        /** The repository does not allow it now. {@code reason} is stable, {@code error} says what to do. */
        record Refused(String reason, String error) implements Answer {}

        /** It cannot be done for the moment; {@code why} is for people. */
        record Postponed(String why) implements Answer {}

        /** There is no auto-commit for such a project; {@code advice} says how to turn it on. */
        record Off(String advice) implements Answer {}
    }

    /** A file that was left out, and a stable word for why. */
    record File(String path, String reason) {}
}
