package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotIdTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-20T12:00:00+01:00[Europe/Berlin]");

    private static void assertMoment(String text, String moment) {
        assertThat(SnapshotId.parse(text, NOW)).as(text).contains(new SnapshotId.At(Instant.parse(moment)));
    }

    @Test
    void readsHashesAndPlaces() {
        assertThat(SnapshotId.parse("latest", NOW)).contains(new SnapshotId.Latest(0));
        assertThat(SnapshotId.parse("latest~12", NOW)).contains(new SnapshotId.Latest(12));
        assertThat(SnapshotId.parse("ABcd12", NOW)).contains(new SnapshotId.Hash("abcd12"));
        assertThat(SnapshotId.parse("2026", NOW)).contains(new SnapshotId.Hash("2026"));
    }

    @Test
    void readsTimesOfThisPlace() {
        assertMoment("10:40", "2026-11-20T09:40:00Z");
        assertMoment("9:05", "2026-11-20T08:05:00Z");
        assertMoment("10:40:15", "2026-11-20T09:40:15Z");
        assertMoment("2026-07-20T10:40", "2026-07-20T08:40:00Z");
        assertMoment("2026-11-20 10:40", "2026-11-20T09:40:00Z");
        assertMoment("2026-11-20T10:40Z", "2026-11-20T10:40:00Z");
        assertMoment("2026-11-20T10:40:01-05:00", "2026-11-20T15:40:01Z");
        assertMoment("2026-11-19", "2026-11-19T22:59:59Z");
    }

    @Test
    void aTimeOfDayThatIsYetToComeWasYesterday() {
        assertMoment("12:01", "2026-11-19T11:01:00Z");
    }

    @Test
    void whatIsNoNameIsNone() {
        for (String text : List.of("", "abc", "newest", "latest~", "latest~-1", "25:00", "2026-13-01", "HEAD", "--x")) {
            assertThat(SnapshotId.parse(text, NOW)).as(text).isEmpty();
        }
    }
}
