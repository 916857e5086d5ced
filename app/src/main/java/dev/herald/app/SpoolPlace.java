package dev.herald.app;

import dev.herald.event.ProjectId;
import dev.herald.server.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where a watch's spool is when nobody says: one place for each directory, project and server, found again. */
final class SpoolPlace {
    private static final int HASH_LENGTH = 16;

    private SpoolPlace() {}

    static Path of(Map<String, String> environment, Path root, ProjectId project, URI server) {
        String hash = StateDirectory.hash(root + "\0" + project + "\0" + server, HASH_LENGTH);
        return StateDirectory.of(environment).resolve("spool-" + project + "-" + hash);
    }
}
