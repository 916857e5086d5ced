package dev.herald.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a minted token says (PROTOCOL section 6).
 *
 * @param subject whose it is, 1 to 256 characters
 * @param projects ids, or {@code *} alone for all
 * @param eventTypes limits what may be read; null for every type
 * @param agentId the agent that it speaks for, or null
 * @param audience for whom, or null
 * @param issuer by whom, or null
 * @param lifeSeconds from now until it ends
 */
public record TokenClaims(
        String subject,
        List<String> projects,
        Set<Role> roles,
        @Nullable List<String> eventTypes,
        @Nullable String agentId,
        @Nullable String audience,
        @Nullable String issuer,
        long lifeSeconds) {
    /** @throws IllegalArgumentException for a token that would end at once */
    public TokenClaims {
        projects = List.copyOf(projects);
        roles = Set.copyOf(roles);
        eventTypes = eventTypes == null ? null : List.copyOf(eventTypes);
        if (lifeSeconds < 1) {
            throw new IllegalArgumentException("a token lasts at least 1 s");
        }
    }
}
