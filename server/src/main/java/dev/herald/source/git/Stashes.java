package dev.herald.source.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stashes, as their log lists them: the newest last. One thread; blocks. */
final class Stashes {
    /** Of a longer log, the stashes are not followed. */
    private static final long BYTES_MAX = 1 << 20;

    private final Path log;
    private List<String> hashes;

    Stashes(Path log) throws IOException {
        this.log = log;
        hashes = read();
    }

    /** What became of the stashes since the last time: hash to whether it came (or went). */
    Map<String, Boolean> changes() throws IOException {
        List<String> now = read();
        Map<String, Boolean> changes = new LinkedHashMap<>();
        for (String hash : hashes) {
            if (!now.contains(hash)) {
                changes.put(hash, false);
            }
        }
        for (String hash : now) {
            if (!hashes.contains(hash)) {
                changes.put(hash, true);
            }
        }
        hashes = now;
        return changes;
    }

    /** The newest, or nothing. */
    String top() {
        return hashes.isEmpty() ? "" : hashes.getLast();
    }

    private List<String> read() throws IOException {
        List<String> found = new ArrayList<>();
        try {
            if (Files.size(log) > BYTES_MAX) {
                return found;
            }
            for (String line : new String(Files.readAllBytes(log), StandardCharsets.UTF_8).split("\n")) {
                HeadMove.parse(line).ifPresent(move -> found.add(move.to()));
            }
        } catch (NoSuchFileException e) {
            // git removes the log with the last stash.
            return found;
        }
        return found;
    }
}
