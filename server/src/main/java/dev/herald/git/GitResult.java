package dev.herald.git;

import java.nio.charset.StandardCharsets;

/** How a call of git ended. */
public sealed interface GitResult {
    /**
     * With status 0.
     *
     * @param output what it wrote, byte for byte: names of files need not be text
     * @param messages what it told people, at most 64 KiB
     */
    record Done(byte[] output, String messages) implements GitResult {
        /** The output as text, without white space around. */
        public String text() {
            return new String(output, StandardCharsets.UTF_8).strip();
        }
    }

    /**
     * With another status.
     *
     * @param status of the process
     */
    record Failed(int status, byte[] output, String messages) implements GitResult {
        /** The first line of what it told, for people; its status where it told nothing. */
        public String reason() {
            return messages.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .orElse("git ended with status " + status);
        }
    }

    /** It was not let finish, or could not start. {@code detail} is for people. */
    record Stopped(Reason reason, String detail) implements GitResult {}

    /** Why a call has no status. */
    enum Reason {
        /** It took longer than its timeout. */
        TIMED_OUT,
        /** It wrote more than was allowed. */
        TOO_LARGE,
        /** There is no git program, or the directory is gone. */
        NOT_STARTED
    }

    /** The text of a call that was done; else what went wrong, as an exception that the caller handles. */
    default Done orThrow(GitCommand command) throws GitException {
        return switch (this) {
            case Done done -> done;
            case Failed failed -> throw new GitException(command + ": " + failed.reason());
            case Stopped stopped -> throw new GitException(command + ": " + stopped.detail());
        };
    }
}
