package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a file looks from outside: two that are equal are the same content, unless the file was changed within the
 * granularity of its file system's clock.
 */
record Stamp(Kind kind, Object inode, long size, FileTime modified, FileTime changed, int mode) {
    /** Above what clocks of files usually step by: 10 ms at most. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Where they have no fractions of a second. */
    private static final long LONG_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2_100);

    enum Kind {
        FILE,
        LINK,
        DIRECTORY,
        OTHER
    }

    /** Looks at the file itself, not at what a link points to. Empty where there is none. */
    static Optional<Stamp> of(Path file) throws IOException {
        try {
            Map<String, Object> all = Files.readAttributes(
                    file,
                    "unix:isRegularFile,isSymbolicLink,isDirectory,ino,size,lastModifiedTime,ctime,mode",
                    LinkOption.NOFOLLOW_LINKS);
            Kind kind = Boolean.TRUE.equals(all.get("isRegularFile"))
                    ? Kind.FILE
                    : Boolean.TRUE.equals(all.get("isSymbolicLink"))
                            ? Kind.LINK
                            : Boolean.TRUE.equals(all.get("isDirectory")) ? Kind.DIRECTORY : Kind.OTHER;
            return Optional.of(new Stamp(
                    kind,
                    told(all, "ino"),
                    (Long) told(all, "size"),
                    (FileTime) told(all, "lastModifiedTime"),
                    (FileTime) told(all, "ctime"),
                    (Integer) told(all, "mode")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // Something above it is a file now.
            if (e.getReason() != null && e.getReason().contains("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Each that is asked for is told. */
    private static Object told(Map<String, Object> all, String attribute) {
        return java.util.Objects.requireNonNull(all.get(attribute));
    }

    /** The same but for the time that also a new name changes: enough where files are replaced and not written again. */
    boolean isSameFile(Stamp other) {
        return inode.equals(other.inode) && size == other.size && modified.equals(other.modified) && mode == other.mode;
    }

    /** Whether it may change once more without looking any different. */
    boolean isFresh(long epochMillis) {
        long at = Math.max(modified.to(TimeUnit.NANOSECONDS), changed.to(TimeUnit.NANOSECONDS));
        boolean isCoarse = modified.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) == 0;
        return TimeUnit.MILLISECONDS.toNanos(epochMillis) - at < (isCoarse ? LONG_STEP_NANOS : STEP_NANOS);
    }
}
