package dev.herald.http;

import dev.herald.access.Grant;
import java.util.Optional;

/** What a route wants of its caller (PROTOCOL section 6). */
public enum Need {
    /** Nothing: it is answered to anybody, and no token is looked at. */
    OPEN,
    /** A token that holds. */
    READ,
    /** A token whose roles may publish. */
    PUBLISH,
    /** A token of role admin. */
    ADMIN;

    /** Why the grant is not enough, for people; empty when it is. */
    Optional<String> lacking(Grant grant) {
        return switch (this) {
            case OPEN, READ -> Optional.empty();
            case PUBLISH ->
                grant.mayPublish()
                        ? Optional.empty()
                        : Optional.of(
                                "publishing needs the role publisher, agent or admin; the token has none of them");
            case ADMIN ->
                grant.isAdmin() ? Optional.empty() : Optional.of("this needs the role admin, which the token lacks");
        };
    }
}
