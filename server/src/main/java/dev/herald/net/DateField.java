package dev.herald.net;

import dev.herald.loop.Clock;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of {@code Date} (RFC 9110, section 5.6.7), made once a second. Runs on one loop. */
final class DateField {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private long second = Long.MIN_VALUE;
    private AsciiString text = AsciiString.EMPTY_STRING;

    DateField(Clock clock) {
        this.clock = clock;
    }

    AsciiString now() {
        long current = Math.floorDiv(clock.epochMillis(), 1000L);
        if (current != second) {
            second = current;
            text = AsciiString.of(FORM.format(Instant.ofEpochSecond(current)));
        }
        return text;
    }
}
