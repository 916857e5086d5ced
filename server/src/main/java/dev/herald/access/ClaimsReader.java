package dev.herald.access;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the claims of a signed token to what it grants (RFC 7519, section 4; PROTOCOL section 6). Pure. */
record ClaimsReader(TokenRules rules) {
    /** How far the clocks of who mints and who checks may be apart. */
    static final long LEEWAY_MILLIS = 30_000;
    /** Characters of {@code sub}. */
    static final int SUBJECT_LENGTH_MAX = 256;
    /** The end of the year 9999: a later moment was written in milliseconds. */
    private static final double SECONDS_MAX = 253_402_300_799.0;
    /** Stands for three types, as in subscriptions. */
    private static final String AUTO_COMMIT = "auto_commit";

    /** The claims do not hold. The message is for people and holds nothing of the token. */
    private static final class WrongClaim extends Exception {
        private static final long serialVersionUID = 1L;

        WrongClaim(String message) {
            super(message, null, false, false);
        }
    }

    /** @return accepted with the {@code exp} as it is in the token, also within the leeway */
    Verdict read(Map<String, Object> claims, long nowMillis) {
        try {
            String subject = subject(claims.get("sub"));
            long expires = moment(claims, "exp");
            if (claims.get("exp") == null) {
                throw new WrongClaim("the token has no exp: it must say when it ends");
            }
            checkIssued(claims, nowMillis);
            checkFor(claims);
            Grant grant = new Grant(
                    subject, roles(claims.get("roles")), reach(claims), agent(claims.get("agent_id")), expires);
            return hasEnded(expires, nowMillis) ? ended() : new Verdict.Accepted(grant);
        } catch (WrongClaim wrong) {
            return new Verdict.Denied(Verdict.Reason.FAILED, String.valueOf(wrong.getMessage()));
        }
    }

    static boolean hasEnded(long expiresMillis, long nowMillis) {
        return nowMillis - LEEWAY_MILLIS >= expiresMillis;
    }

    static Verdict.Denied ended() {
        return new Verdict.Denied(Verdict.Reason.EXPIRED, "the token has ended: get a new one");
    }

    /** A grant that was taken within the leeway lasts until the leeway ends. */
    static Verdict.Accepted lasting(Verdict.Accepted accepted, long nowMillis) {
        Grant grant = accepted.grant();
        return nowMillis < grant.expiresEpochMillis()
                ? accepted
                : new Verdict.Accepted(new Grant(
                        grant.subject(),
                        grant.roles(),
                        grant.reach(),
                        grant.agentId(),
                        grant.expiresEpochMillis() + LEEWAY_MILLIS));
    }

    private static String subject(@Nullable Object claim) throws WrongClaim {
        if (!(claim instanceof String subject) || subject.isBlank()) {
            throw new WrongClaim("the token has no sub: it must say whose it is");
        }
        if (subject.length() > SUBJECT_LENGTH_MAX || subject.chars().anyMatch(Character::isISOControl)) {
            throw new WrongClaim(
                    "the token's sub has at most " + SUBJECT_LENGTH_MAX + " characters and no control character");
        }
        return subject;
    }

    private static void checkIssued(Map<String, Object> claims, long nowMillis) throws WrongClaim {
        if (moment(claims, "nbf") > nowMillis + LEEWAY_MILLIS) {
            throw new WrongClaim("the token is not valid yet (nbf)");
        }
        if (moment(claims, "iat") > nowMillis + LEEWAY_MILLIS) {
            throw new WrongClaim("the token was issued in the future (iat): one of the two clocks is wrong");
        }
    }

    /** Milliseconds since the epoch; 0 where there is no such claim. */
    private static long moment(Map<String, Object> claims, String name) throws WrongClaim {
        return switch (claims.get(name)) {
            case null -> 0;
            case Number seconds
            when seconds.doubleValue() >= 0 && seconds.doubleValue() <= SECONDS_MAX ->
                (long) (seconds.doubleValue() * 1_000);
            default -> throw new WrongClaim("the token's " + name + " is a number of seconds since 1970");
        };
    }

    private void checkFor(Map<String, Object> claims) throws WrongClaim {
        String audience = rules.audience();
        if (audience != null) {
            boolean isForUs = claims.get("aud") instanceof List<?> several
                    ? several.contains(audience)
                    : audience.equals(claims.get("aud"));
            if (!isForUs) {
                throw new WrongClaim("the token is for another audience (aud)");
            }
        }
        if (rules.issuer() != null && !rules.issuer().equals(claims.get("iss"))) {
            throw new WrongClaim("the token is of another issuer (iss)");
        }
    }

    private static Set<Role> roles(@Nullable Object claim) throws WrongClaim {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object name : array("roles", claim)) {
            if (name instanceof String text) {
                Role.parse(text).ifPresent(roles::add);
            }
        }
        return roles;
    }

    private static Reach reach(Map<String, Object> claims) throws WrongClaim {
        List<?> names = array("projects", claims.get("projects"));
        boolean isEvery = names.equals(List.of("*"));
        Set<ProjectId> projects = new HashSet<>();
        for (Object name : isEvery ? List.of() : names) {
            projects.add((name instanceof String text ? ProjectId.parse(text) : java.util.Optional.<ProjectId>empty())
                    .orElseThrow(() -> new WrongClaim(
                            "the token's projects are ids of 1 to 128 of A-Z a-z 0-9 . _ -, or [\"*\"] alone")));
        }
        Object types = claims.get("event_types");
        return new Reach(isEvery, projects, types == null, types(array("event_types", types)));
    }

    /** A name that is not known grants nothing. */
    private static Set<EventType> types(List<?> names) {
        Set<EventType> types = new HashSet<>();
        for (Object name : names) {
            if (AUTO_COMMIT.equals(name)) {
                for (String kind : List.of("_start", "_result", "_error")) {
                    types.add(EventType.parse(AUTO_COMMIT + kind).orElseThrow());
                }
            } else if (name instanceof String text) {
                EventType.parse(text).ifPresent(types::add);
            }
        }
        return types;
    }

    private static @Nullable String agent(@Nullable Object claim) throws WrongClaim {
        return switch (claim) {
            case null -> null;
            case String id when Room.isId(id) -> id;
            default -> throw new WrongClaim("the token's agent_id has 1 to 128 of A-Z a-z 0-9 . _ -");
        };
    }

    private static List<?> array(String name, @Nullable Object claim) throws WrongClaim {
        return switch (claim) {
            case null -> List.of();
            case List<?> values -> values;
            default -> throw new WrongClaim("the token's " + name + " is an array");
        };
    }
}
