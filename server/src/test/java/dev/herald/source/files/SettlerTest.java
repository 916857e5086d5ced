package dev.herald.source.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettlerTest {
    private final Settler<String> settler = new Settler<>(200, 2_000, 3);

    @Test
    void isDueWhenItWasQuietForLongEnough() {
        settler.hint("a", 0);
        settler.hint("a", 100);
        assertThat(settler.nanosUntilDue(100)).isEqualTo(200);
        assertThat(settler.due(299, 9)).isEmpty();
        assertThat(settler.due(300, 9)).containsExactly(new Settler.Due<>("a", false));
        assertThat(settler.nanosUntilDue(300)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isDueAtLastThoughItIsNeverQuiet() {
        for (int now = 0; now < 2_000; now += 100) {
            settler.hint("busy", now);
            assertThat(settler.due(now, 9)).isEmpty();
        }
        assertThat(settler.nanosUntilDue(1_999)).isEqualTo(1);
        assertThat(settler.due(2_000, 9)).containsExactly(new Settler.Due<>("busy", true));
        assertThat(settler.size()).isZero();
    }

    @Test
    void oneThatIsBusyDoesNotKeepOthersWaiting() {
        settler.hint("busy", 0);
        settler.hint("calm", 10);
        settler.hint("busy", 150);
        assertThat(settler.due(210, 9)).containsExactly(new Settler.Due<>("calm", false));
        assertThat(settler.contains("busy")).isTrue();
    }

    @Test
    void takesNoMoreThanItsLimitAndSaysSo() {
        assertThat(List.of("a", "b", "c")).allMatch(key -> settler.hint(key, 0));
        assertThat(settler.hint("d", 0)).isFalse();
        assertThat(settler.hint("a", 1)).as("it waits already").isTrue();
        settler.insist("whole", 2);
        assertThat(settler.size()).isEqualTo(4);
        settler.remove("a");
        settler.remove("b");
        assertThat(settler.hint("d", 3)).isTrue();
    }

    @Test
    void givesOutNoMoreThanIsAskedForAndKeepsTheRest() {
        settler.hint("a", 0);
        settler.hint("b", 0);
        settler.hint("c", 0);
        assertThat(settler.due(500, 2)).hasSize(2);
        assertThat(settler.nanosUntilDue(500)).isZero();
        assertThat(settler.due(500, 2)).containsExactly(new Settler.Due<>("c", false));
    }

    @Test
    void countsOnWhenTheClockWrapsRound() {
        settler.hint("a", Long.MAX_VALUE - 50);
        assertThat(settler.due(Long.MAX_VALUE - 50 + 199, 9)).isEmpty();
        assertThat(settler.due(Long.MAX_VALUE - 50 + 200, 9)).hasSize(1);
    }

    @Test
    void givesOutEverythingAtTheEnd() {
        settler.hint("a", 0);
        settler.hint("b", 0);
        assertThat(settler.all()).hasSize(2);
        assertThat(settler.size()).isZero();
    }
}
