package dev.herald.git;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which variables of whoever started the server git gets to see, and which are set for it. Of those that begin with
 * {@code GIT_} only the ones that are named here pass: where to find the user's settings, what they trust, and how their
 * servers are reached. docs/operations.md has the same table.
 */
final class GitEnvironment {
    /** How the machine and its user have set up git, and what they trust. */
    private static final Set<String> KEPT = Set.of(
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_PARAMETERS",
            "GIT_ATTR_NOSYSTEM",
            "GIT_CEILING_DIRECTORIES",
            "GIT_DISCOVERY_ACROSS_FILESYSTEM",
            "GIT_EXEC_PATH",
            // How a push reaches its server.
            "GIT_ASKPASS",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_SSH_VARIANT",
            "GIT_PROXY_COMMAND",
            "GIT_ALLOW_PROTOCOL",
            "GIT_HTTP_USER_AGENT",
            "GIT_HTTP_LOW_SPEED_LIMIT",
            "GIT_HTTP_LOW_SPEED_TIME");

    private static final List<String> KEPT_PREFIXES = List.of(
            "GIT_CONFIG_KEY_",
            "GIT_CONFIG_VALUE_",
            // Certificates and what is believed of them.
            "GIT_SSL_",
            "GIT_PROXY_SSL_",
            // Settings of a filter, and no business of git itself.
            "GIT_LFS_");

    private GitEnvironment() {}

    /** What git and all that it starts get. */
    static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet().removeIf(name -> name.startsWith("GIT_") && !isKept(name));
        kept.put("GIT_OPTIONAL_LOCKS", "0");
        kept.put("GIT_TERMINAL_PROMPT", "0");
        kept.put("GIT_PAGER", "cat");
        kept.put("GIT_EDITOR", "false");
        // Else ssh would ask on the terminal that the server was started from.
        kept.put("SSH_ASKPASS", "false");
        kept.put("SSH_ASKPASS_REQUIRE", "force");
        kept.put("LC_ALL", "C");
        return Map.copyOf(kept);
    }

    private static boolean isKept(String name) {
        return KEPT.contains(name) || KEPT_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
