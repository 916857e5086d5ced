package dev.herald.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The {@code Retry-After} of an answer (RFC 9110, section 10.2.3). */
final class RetryAfter {
    private static final int DIGITS_MAX = 9;

    /** A server that asks for more patience gets so much. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** How long the server asks to wait, at most {@link #LONGEST}; zero where it does not ask. */
    static Duration of(HttpResponse<?> response) {
        return of(response.headers());
    }

    static Duration of(HttpHeaders headers) {
        Optional<String> value = headers.firstValue("Retry-After").map(String::strip);
        if (value.isEmpty()) {
            return Duration.ZERO;
        }
        Duration asked =
                isSeconds(value.get()) ? Duration.ofSeconds(Long.parseLong(value.get())) : until(value.get(), headers);
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static boolean isSeconds(String text) {
        return !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A date counts from the answer's own Date: the clocks here and there may differ. */
    private static Duration until(String date, HttpHeaders headers) {
        try {
            Instant now = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    headers.firstValue("Date").orElse("")));
            Duration wait = Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException unreadable) {
            return Duration.ZERO;
        }
    }
}
