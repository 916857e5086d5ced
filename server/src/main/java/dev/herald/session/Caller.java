package dev.herald.session;

import dev.herald.access.Allowance;
import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.Permit;
import dev.herald.access.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * Who talks on a session, what that grants, and until when. Runs on the session's loop.
 *
 * <p>A token that was accepted within the leeway of clocks, after its end, lasts for the leeway; any other ends when it
 * says.
 */
public final class Caller {
    /** A client is told so long before its token ends. */
    static final long WARNING_MILLIS = 60_000;

    /** By how much clocks may differ. */
    static final long LEEWAY_MILLIS = 30_000;

    private final SessionRules rules;
    private final String address;
    private final long unauthenticatedUntilMillis;
    private Grant grant = Grant.NONE;
    private long endMillis = Grant.NEVER;
    private boolean isWarned;
    private Allowance messagesOfPrincipal = Allowance.UNLIMITED;
    private final Allowance messagesOfAddress;

    /**
     * @param grant {@link Grant#NONE} for a client that will show its token later
     * @param address the client's
     */
    public Caller(SessionRules rules, Grant grant, String address) {
        this.rules = rules;
        this.address = address;
        this.unauthenticatedUntilMillis = rules.epochMillis() + rules.settings().authMillis();
        this.messagesOfAddress = rules.limits().of(RateLimits.Kind.MESSAGE, RateLimits.address(address));
        if (grant.isAuthenticated()) {
            become(grant);
        }
    }

    /** What time has brought. */
    public enum Due {
        NOTHING,
        /** The token ends soon: the client is told, once for each token. */
        WARNING,
        /** The token has ended. */
        EXPIRED,
        /** No token was shown in time. */
        UNAUTHENTICATED
    }

    public Grant grant() {
        return grant;
    }

    public String address() {
        return address;
    }

    public boolean isAuthenticated() {
        return grant.isAuthenticated();
    }

    /** Whether the new grant is of the same principal, or the first one. */
    public boolean mayBecome(Grant next) {
        return !isAuthenticated() || grant.subject().equals(next.subject());
    }

    /** From now on this holds. */
    public void become(Grant next) {
        grant = next;
        long now = rules.epochMillis();
        boolean isLate = next.expiresEpochMillis() <= now;
        endMillis = isLate ? next.expiresEpochMillis() + LEEWAY_MILLIS : next.expiresEpochMillis();
        isWarned = false;
        messagesOfPrincipal = rules.limits().of(RateLimits.Kind.MESSAGE, RateLimits.principal(next.subject()));
    }

    /** Takes a message from the allowances; the permit that refused, if one did. */
    public Permit takeMessage() {
        Permit ofAddress = messagesOfAddress.take(1);
        return ofAddress.isGranted() ? messagesOfPrincipal.take(1) : ofAddress;
    }

    /** Looked at every so often. */
    public Due due() {
        long now = rules.epochMillis();
        if (!isAuthenticated()) {
            return now >= unauthenticatedUntilMillis ? Due.UNAUTHENTICATED : Due.NOTHING;
        }
        if (endMillis == Grant.NEVER) {
            return Due.NOTHING;
        }
        if (now >= endMillis) {
            return Due.EXPIRED;
        }
        if (!isWarned && now >= endMillis - WARNING_MILLIS) {
            isWarned = true;
            return Due.WARNING;
        }
        return Due.NOTHING;
    }

    /** For the audit. */
    public Audit.Who who(@Nullable String connection) {
        return new Audit.Who(connection, isAuthenticated() ? grant.subject() : null, address);
    }
}
