package dev.herald.source.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is mounted, as Linux tells. A file system that is mounted over a watched directory makes no notice: the watch goes
 * on hearing of the directory that it hides. One thread.
 */
final class Mounts {
    private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private final Path table;
    private List<String> seen;

    Mounts() {
        this(TABLE);
    }

    Mounts(Path table) {
        this.table = table;
        this.seen = read();
    }

    /** Whether anything was mounted or unmounted since the last time, anywhere. */
    boolean haveChanged() {
        List<String> now = read();
        boolean isOther = !now.equals(seen);
        seen = now;
        return isOther;
    }

    private List<String> read() {
        try {
            return Files.readAllLines(table, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Another system, or a sandbox that hides it: what is mounted then is found by the next look.
            LOG.trace("No table of mounts", e);
            return List.of();
        }
    }
}
