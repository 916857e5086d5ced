package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times in milliseconds. */
class RhythmTest {
    private final Rhythm rhythm = new Rhythm(CommitPace.DEFAULTS, 0);

    private Rhythm.Due due(long millis) {
        return rhythm.due(millis * 1_000_000);
    }

    @Test
    void aChangeIsDueAfterTwoSecondsOfQuiet() {
        assertThat(due(1_000)).isEqualTo(Rhythm.Due.NOTHING);
        rhythm.changed(1_000_000_000);
        rhythm.changed(2_000_000_000);
        assertThat(due(3_999)).isEqualTo(Rhythm.Due.NOTHING);
        assertThat(rhythm.nanosUntilDue(3_999_000_000L)).isEqualTo(1_000_000);
        assertThat(due(4_000)).isEqualTo(Rhythm.Due.CHANGE);
        rhythm.begin(4_000_000_000L);
        assertThat(due(60_000)).isEqualTo(Rhythm.Due.NOTHING);
    }

    @Test
    void constantChangeIsDueOnceAMinute() {
        int commits = 0;
        for (long millis = 0; millis <= 600_000; millis += 100) {
            rhythm.changed(millis * 1_000_000);
            if (due(millis) == Rhythm.Due.CHANGE) {
                commits++;
                rhythm.begin(millis * 1_000_000);
            }
        }
        assertThat(commits).isBetween(9, 10);
    }

    @Test
    void theScheduleIsDueEveryQuarterOfAnHourAndBeginsAgainWithEachCommit() {
        assertThat(due(899_999)).isEqualTo(Rhythm.Due.NOTHING);
        assertThat(due(900_000)).isEqualTo(Rhythm.Due.SCHEDULE);
        rhythm.begin(900_000_000_000L);
        assertThat(due(900_001)).isEqualTo(Rhythm.Due.NOTHING);
        assertThat(due(1_800_000)).isEqualTo(Rhythm.Due.SCHEDULE);
    }

    @Test
    void whatCouldNotBeDoneIsDueAgainAfterAWhileAndNotBefore() {
        rhythm.again(10_000_000_000L, 5_000_000_000L);
        rhythm.changed(10_500_000_000L);
        assertThat(due(13_000)).isEqualTo(Rhythm.Due.NOTHING);
        assertThat(rhythm.nanosUntilDue(13_000_000_000L)).isEqualTo(2_000_000_000);
        assertThat(due(15_000)).isEqualTo(Rhythm.Due.CHANGE);
    }
}
