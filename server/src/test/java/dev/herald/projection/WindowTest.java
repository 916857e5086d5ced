package dev.herald.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void whatWasJustSeenIsInAndWhatHappenedAtTheStartIsNot() {
        Window window = Window.ending(3_600_000, Window.Timeframe.HOUR, ZoneId.of("UTC"));
        assertThat(window.contains(3_600_000)).isTrue();
        assertThat(window.contains(0)).isFalse();
        assertThat(window.contains(1)).isTrue();
    }

    @Test
    void daysAreCalendarDaysAlsoWhereOneHas25Hours() {
        // In Berlin the clock went back on 2026-10-25.
        long at = millis("2026-10-27T12:00:00+01:00");
        Window week = Window.ending(at, Window.Timeframe.WEEK, BERLIN);
        assertThat(Instant.ofEpochMilli(week.fromMillis())).isEqualTo(Instant.parse("2026-10-20T10:00:00Z"));
        assertThat(week.buckets()).hasSize(8);
        assertThat(week.buckets().get(5).toMillis() - week.buckets().get(5).fromMillis())
                .isEqualTo(25L * 3_600_000);
        assertThat(Window.ending(at, Window.Timeframe.DAY, BERLIN).fromMillis()).isEqualTo(at - 24L * 3_600_000);
    }

    @Test
    void bucketsCoverTheWindowWithoutHoles() {
        for (Window.Timeframe timeframe : Window.Timeframe.values()) {
            Window window = Window.ending(millis("2026-03-30T00:00:00+02:00"), timeframe, BERLIN);
            long next = window.fromMillis() + 1;
            for (Window.Bucket bucket : window.buckets()) {
                assertThat(bucket.fromMillis()).as(timeframe.wireName()).isEqualTo(next);
                next = bucket.toMillis();
            }
            assertThat(next).as(timeframe.wireName()).isEqualTo(window.toMillis() + 1);
        }
    }

    private static long millis(String text) {
        return ZonedDateTime.parse(text).toInstant().toEpochMilli();
    }
}
