package dev.herald.effect.snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file in the work tree as it was when it was looked at.
 *
 * @param path from the top
 * @param file where that is
 * @param stamp other for other content; null where there was nothing
 */
record PresentFile(String path, Path file, @Nullable Stamp stamp) {
    /** What stays of a file as long as nobody writes it, under whatever name. */
    record Stamp(Object inode, Object size, Object written, boolean isLink) {}

    static PresentFile at(String path, Path file) throws IOException {
        return new PresentFile(path, file, stamp(file));
    }

    boolean isThere() {
        return stamp != null;
    }

    /** Whether it still is as it was. */
    boolean isUnchanged() throws IOException {
        Stamp now = stamp(file);
        return stamp == null ? now == null : stamp.equals(now);
    }

    static @Nullable Stamp stamp(Path file) throws IOException {
        try {
            Map<String, Object> all =
                    Files.readAttributes(file, "unix:ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            return new Stamp(
                    Objects.requireNonNull(all.get("ino")),
                    Objects.requireNonNull(all.get("size")),
                    Objects.requireNonNull(all.get("lastModifiedTime")),
                    Files.isSymbolicLink(file));
        } catch (NoSuchFileException gone) {
            return null;
        } catch (NotDirectoryException above) {
            return null;
        }
    }

    /**
     * Why nothing can be written there, whatever it has; empty where it can. Nothing is written through a link, into
     * another repository, or in the place of a directory.
     *
     * @param top the work tree
     */
    static String obstacle(Path top, Path file) throws IOException {
        for (Path above = file.getParent(); above != null && !above.equals(top); above = above.getParent()) {
            String name = top.relativize(above).toString();
            if (Files.isSymbolicLink(above)) {
                return name + " is a symbolic link, and nothing is written through it: put a directory in its place, or"
                        + " give --directory";
            }
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(above)) {
                return name + " is a file here and a directory in the snapshot: move it away first";
            }
            if (Files.exists(above.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return name + " is another repository: move it away first, or give --directory";
            }
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes there =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (there.isDirectory()) {
                return "it is a directory here: move it away first";
            }
            if (there.isOther()) {
                return "it is neither a file nor a link here: move it away first";
            }
        }
        return "";
    }
}
