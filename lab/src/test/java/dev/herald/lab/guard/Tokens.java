package dev.herald.lab.guard;

import dev.herald.access.Role;
import dev.herald.access.TokenClaims;
import dev.herald.access.TokenMint;
import dev.herald.loop.Clock;
import java.util.List;
import java.util.Set;

/** Tokens of a server with a secret. Any thread. */
public final class Tokens {
    public static final String SECRET = "a secret of the tests, longer than thirty-two bytes";

    private Tokens() {}

    /** One that lasts for ten minutes. */
    public static String of(String subject, Role role, String... projects) {
        return lasting(600, subject, role, projects);
    }

    /** One that lasts for so many seconds. */
    public static String lasting(long seconds, String subject, Role role, String... projects) {
        return minted(SECRET, seconds, subject, role, projects);
    }

    /** One that looks right and is signed with another secret. */
    public static String forged(String subject) {
        return minted("another secret, also longer than thirty-two bytes", 600, subject, Role.ADMIN, "*");
    }

    private static String minted(String secret, long seconds, String subject, Role role, String... projects) {
        TokenClaims claims = new TokenClaims(subject, List.of(projects), Set.of(role), null, null, null, null, seconds);
        return TokenMint.ofSecret(secret).mint(claims, Clock.system());
    }
}
