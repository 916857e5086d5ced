package dev.herald.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Where Herald keeps things for this user when nobody says where: beside nobody's work, since {@code git clean} and
 * {@code git stash} take away what lies in a work tree. {@code $XDG_STATE_HOME/herald} or
 * {@code ~/.local/state/herald}, as the XDG base directory specification says; on macOS
 * {@code ~/Library/Application Support/herald}.
 */
public final class StateDirectory {
    private static final int HASH_LENGTH = 12;

    private StateDirectory() {}

    /** The directory of all of this user's; need not exist. */
    public static Path of(Map<String, String> environment) {
        return of(environment, System.getProperty("os.name"), System.getProperty("user.home"));
    }

    static Path of(Map<String, String> environment, String system, String userHome) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The specification: a relative path there is invalid, and ignored.
        if (state.startsWith("/")) {
            return Path.of(state, "herald");
        }
        String given = environment.getOrDefault("HOME", "");
        Path home = Path.of(given.startsWith("/") ? given : userHome).toAbsolutePath();
        return system.toLowerCase(Locale.ROOT).startsWith("mac")
                ? home.resolve("Library/Application Support/herald")
                : home.resolve(".local/state/herald");
    }

    /**
     * The data directory of a server that is started in a working directory: one for each, however it is reached.
     *
     * @param directory the working directory
     */
    static Path forWorkingDirectory(Map<String, String> environment, Path directory) {
        Path real = real(directory);
        String name = ProjectName.of(real).map(id -> id.value() + "-").orElse("");
        return of(environment).resolve("data-" + name + hash(real.toString(), HASH_LENGTH));
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException gone) {
            return directory.toAbsolutePath().normalize();
        }
    }

    /** The beginning of a text's SHA-256 in hexadecimal digits: tells places apart whose names are alike. */
    public static String hash(String text, int length) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, length);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
