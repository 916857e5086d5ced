package dev.herald.access;

import java.util.Locale;
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
        line.addKeyValue("act", act.name().toLowerCase(Locale.ROOT))
                .addKeyValue("connection_id", who.connection)
                .addKeyValue("principal", who.principal)
                .addKeyValue("address", who.address)
                .log(
                        "{}{} of {} at {}: {}",
                        act,
                        who.connection == null ? "" : " " + who.connection,
                        named(who.principal),
                        who.address,
                        detail);
    }

    /** Without quotes, which no subject is. */
    private static String named(@Nullable String principal) {
        return principal == null ? "an unnamed caller" : quoted(principal);
    }

    /**
     * In quotes, so that a subject which looks like the rest of a line is seen to be one word: quotes and backslashes
     * within are escaped, and so is what no screen should obey (control characters, marks that turn the direction of
     * text, ends of lines).
     */
    private static String quoted(String principal) {
        StringBuilder quoted = new StringBuilder(principal.length() + 2).append('"');
        principal.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
            } else if (isPlain(point)) {
                quoted.appendCodePoint(point);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u{%x}", point));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
