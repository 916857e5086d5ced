package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.journal.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The time that filters get, with a clock that stands still. */
class SlowFiltersTest {
    private final ManualClock clock = new ManualClock();
    private final SlowFilters filters = new SlowFilters(CommitPace.DEFAULTS, clock);

    private long use(Optional<Duration> limit) {
        long began = filters.nanos();
        clock.advance(limit.orElse(Duration.ZERO).toMillis());
        filters.spent(began);
        return limit.orElse(Duration.ZERO).toMillis();
    }

    @Test
    void allThatFiltersDoInARunTogetherIsWhatAHookGets() {
        for (int run = 0; run < 3; run++) {
            filters.begin();
            long all = use(filters.forAll());
            assertThat(all).isEqualTo(30_000);
            for (int file = 0; file < 100; file++) {
                all += use(filters.forOne());
            }
            all += use(filters.left());
            assertThat(all).isEqualTo(CommitPace.DEFAULTS.hookMillis());
            assertThat(filters.left()).isEmpty();
            assertThat(filters.forAll()).isEmpty();
            assertThat(filters.forOne()).isEmpty();
        }
    }

    @Test
    void whatHungIsTriedAgainAfterAQuarterOfAnHour() {
        filters.begin();
        TreePath path = new TreePath("a.big");
        filters.hangs(path, "slow", Optional.empty());
        filters.begin();
        assertThat(filters.isKnown(path, Optional.empty())).isTrue();
        assertThat(filters.hasHung("slow")).isTrue();
        assertThat(filters.concern().orElseThrow().getMessage()).contains("slow", "a.big", "60 s");
        clock.advance(Duration.ofMinutes(15).toMillis() + 1);
        filters.begin();
        assertThat(filters.isKnown(path, Optional.empty())).isFalse();
        assertThat(filters.hasHung("slow")).isFalse();
        assertThat(filters.concern()).isEmpty();
    }
}
