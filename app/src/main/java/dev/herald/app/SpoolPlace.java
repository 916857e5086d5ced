package dev.herald.app;

import dev.herald.event.ProjectId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Where a watch's spool is when nobody says: one place for each directory, project and server, found again. */
final class SpoolPlace {
    private static final int HASH_LENGTH = 16;

    private SpoolPlace() {}

    static Path of(Map<String, String> environment, Path root, ProjectId project, URI server) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "state")
                : Path.of(state);
        String hash = hash(root + "\0" + project + "\0" + server);
        return base.resolve("herald").resolve("spool-" + project + "-" + hash).toAbsolutePath();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
