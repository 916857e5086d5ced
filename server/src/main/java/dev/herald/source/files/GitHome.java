package dev.herald.source.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where git looks for the settings of the user and of the machine.
 *
 * @param home the user's directory
 * @param configHome {@code $XDG_CONFIG_HOME}, by default {@code ~/.config}
 * @param system the machine's settings
 * @param global {@code $GIT_CONFIG_GLOBAL}: what stands in place of the user's settings; null where nothing does
 */
public record GitHome(
        Path home, Path configHome, Path system, @Nullable Path global) {
    /** As the environment says. */
    public static GitHome of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String configHome = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String global = environment.getOrDefault("GIT_CONFIG_GLOBAL", "");
        return new GitHome(
                home,
                configHome.isEmpty() ? home.resolve(".config") : Path.of(configHome),
                Path.of(environment.getOrDefault("GIT_CONFIG_SYSTEM", "/etc/gitconfig")),
                global.isEmpty() ? null : Path.of(global));
    }

    /** The same for a git that is run. */
    Map<String, String> in(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HOME", home.toString());
        all.put("XDG_CONFIG_HOME", configHome.toString());
        all.put("GIT_CONFIG_SYSTEM", system.toString());
        if (global != null) {
            all.put("GIT_CONFIG_GLOBAL", global.toString());
        }
        return all;
    }

    /** The files of settings that may be there. */
    List<Path> configFiles() {
        List<Path> files = new ArrayList<>(List.of(system));
        if (global != null) {
            files.add(global);
        } else {
            files.add(configHome.resolve("git").resolve("config"));
            files.add(home.resolve(".gitconfig"));
        }
        return files;
    }

    /** The excludes that hold where no setting names others. */
    Path defaultExcludes() {
        return configHome.resolve("git").resolve("ignore");
    }
}
