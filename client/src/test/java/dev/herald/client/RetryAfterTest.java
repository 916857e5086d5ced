package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    @Test
    void readsSecondsAndDates() {
        assertThat(of("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(of("Fri, 20 Nov 2026 10:00:30 GMT")).isEqualTo(Duration.ofSeconds(30));
        assertThat(of("Fri, 20 Nov 2026 09:00:00 GMT")).isZero();
    }

    @Test
    void isBounded() {
        assertThat(of("999999999")).isEqualTo(RetryAfter.LONGEST);
        assertThat(of("Sat, 20 Nov 2027 10:00:30 GMT")).isEqualTo(RetryAfter.LONGEST);
    }

    @Test
    void whatCannotBeReadAsksForNothing() {
        assertThat(of("-1")).isZero();
        assertThat(of("soon")).isZero();
        assertThat(of("99999999999999999999")).isZero();
        assertThat(RetryAfter.of(HttpHeaders.of(Map.of(), (name, value) -> true)))
                .isZero();
    }

    private static Duration of(String value) {
        return RetryAfter.of(HttpHeaders.of(
                Map.of("Retry-After", List.of(value), "Date", List.of("Fri, 20 Nov 2026 10:00:00 GMT")),
                (name, one) -> true));
    }
}
