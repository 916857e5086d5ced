package dev.herald.effect.autocommit;

import java.util.Locale;

/**
 * A file that was not committed.
 *
 * @param path relative to the top of the repository, for people: what is no text in it is replaced
 * @param why the reason
 */
public record LeftOut(String path, Why why) {
    /** Reasons to leave a file out. On the wire by their names in lower case. */
    public enum Why {
        /** Its name is one that keys and passwords are kept under. */
        SECRET_NAME,
        /** There is something in it that looks like a key, a token or a password. */
        SECRET_CONTENT,
        /** It is larger than a file may be. */
        FILE_TOO_LARGE,
        /** There were enough files already. */
        TOO_MANY_FILES,
        /** There were enough bytes already. */
        TOO_MANY_BYTES,
        /** It changed or went, each time, just when git read it. */
        CHANGING,
        /** Git does not take it: a filter for it fails, or its line endings are not as they must be. */
        GIT_REFUSED,
        /** A filter for it did not come to an end. */
        FILTER_TIMEOUT,
        /** It could not be read. */
        UNREADABLE,
        /** It is neither a file nor a symbolic link. */
        NO_FILE,
        /** Somebody told git to take it for unchanged: not left out of snapshots. */
        MARKED_UNCHANGED,
        /** A repository of its own which is no submodule. */
        NESTED_REPOSITORY,
        /** A merge's conflict markers are in it: not left out of snapshots. */
        CONFLICT_MARKERS;

        /** Whether the next commit may well take it, without anybody's doing. */
        boolean isMomentary() {
            return this == TOO_MANY_FILES || this == TOO_MANY_BYTES || this == CHANGING;
        }

        /** Whether it is for what is in a file now, which may have been saved before. */
        boolean holdsBack() {
            return switch (this) {
                case SECRET_CONTENT, FILE_TOO_LARGE, GIT_REFUSED, FILTER_TIMEOUT, UNREADABLE, NO_FILE -> true;
                case MARKED_UNCHANGED,
                        SECRET_NAME,
                        TOO_MANY_FILES,
                        TOO_MANY_BYTES,
                        CHANGING,
                        NESTED_REPOSITORY,
                        CONFLICT_MARKERS -> false;
            };
        }

        /** As events have it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
