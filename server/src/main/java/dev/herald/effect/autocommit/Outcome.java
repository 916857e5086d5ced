package dev.herald.effect.autocommit;

import dev.herald.event.Position;
import java.util.List;

/** What came of one request to commit. */
public sealed interface Outcome {
    /**
     * There is a commit.
     *
     * @param start position of the run's {@code auto_commit_start}
     * @param hash of the commit
     * @param ref full name of the ref that has it now
     * @param branch the branch that was checked out, {@code HEAD} where none was
     * @param message the whole
     * @param changes files in it
     * @param leftOut files that are not in it
     */
    record Committed(
            Position start, String hash, String ref, String branch, String message, int changes, Absent leftOut)
            implements Outcome {}

    /** There was nothing to commit. {@code why} is for people. */
    record Nothing(String why, Absent leftOut) implements Outcome {}

    /**
     * It was refused, or failed. Nothing was changed.
     *
     * @param reason stable
     * @param error a sentence that says what to do
     */
    record Refused(Reason reason, String error) implements Outcome {}

    /** The journal does not accept at the moment, so nothing was done; what triggered itself is tried again. */
    record Postponed(String why) implements Outcome {}

    /**
     * Files that were left out.
     *
     * @param named the first of them
     * @param count of all of them
     */
    record Absent(List<LeftOut> named, int count) {
        public static final Absent NONE = new Absent(List.of(), 0);

        public Absent {
            named = List.copyOf(named);
        }
    }
}
