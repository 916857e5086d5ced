package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;

/** What some files looked like when they were last looked at: tells whether one of them changed. One thread. */
final class Traces {
    private List<String> seen = List.of();

    /** Looks at the files; whether they are others, or look different, than the last time. */
    boolean change(Collection<Path> files) {
        List<String> now = files.stream().map(Traces::trace).toList();
        boolean isOther = !now.equals(seen);
        seen = now;
        return isOther;
    }

    private static String trace(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            // Not there, or not for us: either way it says nothing now.
            return file + " -";
        }
    }
}
