package dev.herald.access;

import org.jspecify.annotations.Nullable;

/**
 * What a token must say beside being signed.
 *
 * @param audience its {@code aud} names this, or null for any
 * @param issuer its {@code iss} is this, or null for any
 */
public record TokenRules(
        @Nullable String audience, @Nullable String issuer) {
    /** Any audience, any issuer. */
    public static final TokenRules NONE = new TokenRules(null, null);
}
