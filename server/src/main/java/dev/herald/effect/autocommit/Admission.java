package dev.herald.effect.autocommit;

import dev.herald.loop.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides which files one commit may take, before git sees them. What cannot be decided is left out. One thread, one
 * run.
 */
final class Admission {
    /** What is decided on a file. */
    sealed interface Decision {
        /** May be committed, as long as it looks like this. */
        record Allowed(Stamp stamp, boolean isFresh) implements Decision {}

        /** It is not there any more. */
        record Gone() implements Decision {}

        record Refused(LeftOut.Why why) implements Decision {}
    }

    private final Path top;
    private final CommitLimits limits;
    private final AutoCommitMode mode;
    private final Clock clock;
    private int files;
    private long bytes;

    Admission(Path top, CommitLimits limits, AutoCommitMode mode, Clock clock) {
        this.top = top;
        this.limits = limits;
        this.mode = mode;
        this.clock = clock;
    }

    Path top() {
        return top;
    }

    /** Looks at a file for the first time in this run: it counts. */
    Decision admit(Change change) {
        if (change.kind() == Change.Kind.NESTED) {
            return new Decision.Refused(LeftOut.Why.NESTED_REPOSITORY);
        }
        if (files >= limits.filesMax()) {
            return new Decision.Refused(LeftOut.Why.TOO_MANY_FILES);
        }
        Decision decision = examine(change);
        if (decision instanceof Decision.Allowed allowed) {
            long size =
                    allowed.stamp().kind() == Stamp.Kind.FILE ? allowed.stamp().size() : 0;
            if (bytes + size > limits.bytesMax()) {
                return new Decision.Refused(LeftOut.Why.TOO_MANY_BYTES);
            }
            files++;
            bytes += size;
        }
        return decision;
    }

    /** Looks at a file that counts already. */
    Decision examine(Change change) {
        Path file = change.path().in(top);
        try {
            Optional<Stamp> found = Stamp.of(file);
            if (found.isEmpty()) {
                return new Decision.Gone();
            }
            Stamp stamp = found.get();
            boolean isFresh = stamp.isFresh(clock.epochMillis());
            if (change.kind() == Change.Kind.SUBMODULE && stamp.kind() == Stamp.Kind.DIRECTORY) {
                return new Decision.Allowed(stamp, false);
            }
            return switch (stamp.kind()) {
                case DIRECTORY -> new Decision.Gone();
                case OTHER -> new Decision.Refused(LeftOut.Why.NO_FILE);
                case LINK ->
                    SecretNames.isOne(change.path())
                            ? new Decision.Refused(LeftOut.Why.SECRET_NAME)
                            : new Decision.Allowed(stamp, isFresh);
                case FILE -> examine(change.path(), file, stamp, isFresh);
            };
        } catch (IOException e) {
            return new Decision.Refused(LeftOut.Why.UNREADABLE);
        }
    }

    private Decision examine(TreePath path, Path file, Stamp stamp, boolean isFresh) throws IOException {
        if (SecretNames.isOne(path)) {
            return new Decision.Refused(LeftOut.Why.SECRET_NAME);
        }
        if (stamp.size() > limits.fileBytesMax()) {
            return new Decision.Refused(LeftOut.Why.FILE_TOO_LARGE);
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes((int) limits.fileBytesMax() + 1);
        }
        Optional<LeftOut.Why> why = inContent(content);
        return why.isPresent() ? new Decision.Refused(why.get()) : new Decision.Allowed(stamp, isFresh);
    }

    /** What speaks against a file's content. */
    Optional<LeftOut.Why> inContent(byte[] content) {
        if (content.length > limits.fileBytesMax()) {
            return Optional.of(LeftOut.Why.FILE_TOO_LARGE);
        }
        if (SecretContent.isIn(content)) {
            return Optional.of(LeftOut.Why.SECRET_CONTENT);
        }
        if (mode == AutoCommitMode.BRANCH && SecretContent.hasConflictMarkers(content)) {
            return Optional.of(LeftOut.Why.CONFLICT_MARKERS);
        }
        return Optional.empty();
    }
}
