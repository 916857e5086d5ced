package dev.herald.access;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What an operator must be able to find later, one structured line each: who came, who was refused and why, whose token
 * was replaced, what an administrator did. Never a token, never a payload. Any thread.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private Audit() {}

    /** What happened. */
    public enum Act {
        CONNECTED,
        DISCONNECTED,
        REFUSED,
        TOKEN_REPLACED,
        TOKEN_EXPIRED,
        ADMINISTERED
    }

    /**
     * Of whom.
     *
     * @param connection the session's id, or null
     * @param principal the token's subject, or null where nobody was named
     * @param address where the caller comes from, behind trusted proxies
     */
    public record Who(@Nullable String connection, @Nullable String principal, String address) {}

    /** @param detail what, in a few words, such as a transport, a code or a route */
    public static void tell(Act act, Who who, String detail) {
        LoggingEventBuilder line = act == Act.REFUSED ? LOG.atWarn() : LOG.atInfo();
        line.addKeyValue("act", act.name().toLowerCase(java.util.Locale.ROOT))
                .addKeyValue("connection_id", who.connection)
                .addKeyValue("principal", who.principal)
                .addKeyValue("address", who.address)
                .log("{} {} of {} at {}: {}", act, who.connection, who.principal, who.address, detail);
    }
}
