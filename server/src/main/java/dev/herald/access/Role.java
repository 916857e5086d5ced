package dev.herald.access;

import java.util.Locale;
import java.util.Optional;

/** What a token may do beside reading (PROTOCOL section 6). */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Publishes into its projects. */
    PUBLISHER,
    /** Publishes for its own agent and its workflows. */
    AGENT,
    /** Publishes, and sees statistics and connections. */
    ADMIN;

    /** Reads a role as tokens write it; empty for anything else, which grants nothing. */
    public static Optional<Role> parse(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
