package dev.herald.source.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where git looks for the settings of the user and of the machine.
 *
 * @param home the user's directory
 * @param configHome {@code $XDG_CONFIG_HOME}, by default {@code ~/.config}
 * @param system the machine's settings
 */
public record GitHome(Path home, Path configHome, Path system) {
    /** As the environment says. */
    public static GitHome of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String configHome = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return new GitHome(
                home,
                configHome.isEmpty() ? home.resolve(".config") : Path.of(configHome),
                Path.of(environment.getOrDefault("GIT_CONFIG_SYSTEM", "/etc/gitconfig")));
    }

    /** The files of settings, the weakest first. */
    List<Path> configFiles() {
        return List.of(system, configHome.resolve("git").resolve("config"), home.resolve(".gitconfig"));
    }

    /** The excludes that hold where no setting names others. */
    Path defaultExcludes() {
        return configHome.resolve("git").resolve("ignore");
    }

    /** A path as git's settings write it. */
    Path expand(String path) {
        return path.startsWith("~/") ? home.resolve(path.substring(2)) : home.resolve(path);
    }
}
