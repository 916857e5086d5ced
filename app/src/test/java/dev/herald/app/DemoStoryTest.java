package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.loop.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The story of the demo, ending at any moment, and the clock that it is told by. */
final class DemoStoryTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<Instant> ENDS = List.of(
            Instant.parse("2026-12-01T14:00:00Z"),
            Instant.parse("2026-11-28T23:59:30Z"),
            Instant.parse("2026-11-30T00:00:05Z"),
            // The night in which clocks are put forward.
            Instant.parse("2027-03-28T01:30:00Z"));

    @Test
    void endsAtAnyMomentAndStandsInTheOrderOfTime() {
        for (Instant end : ENDS) {
            DemoStory story = DemoStory.endingAt(end, BERLIN);
            List<Long> moments =
                    story.past().stream().map(DemoStory.Told::atMillis).toList();
            assertThat(moments).as("ending at %s", end).isSorted().hasSizeGreaterThan(2_000);
            assertThat(moments.getLast()).isLessThanOrEqualTo(end.toEpochMilli());
            assertThat(moments.getFirst()).isGreaterThan(end.toEpochMilli() - 50L * 24 * 3_600_000);
        }
    }

    @Test
    void neverPausesForADaySoThatNoClockLooksWrong() {
        for (Instant end : ENDS) {
            List<DemoStory.Told> past = DemoStory.endingAt(end, BERLIN).past();
            for (int i = 1; i < past.size(); i++) {
                assertThat(past.get(i).atMillis() - past.get(i - 1).atMillis())
                        .as("before line %s, ending at %s", i, end)
                        .isLessThan(24 * 3_600_000L);
            }
        }
    }

    @Test
    void leavesNoPlaceholderInAnyEvent() {
        DemoStory story = DemoStory.endingAt(ENDS.getFirst(), BERLIN);
        assertThat(story.past()).noneMatch(told -> told.event().toString().contains("\"@"));
        assertThat(story.live()).noneMatch(later -> later.in(3).toString().contains("@loop"));
        TreeSet<String> projects = new TreeSet<>();
        story.past()
                .forEach(told -> projects.add(told.event().path("project_id").asText()));
        assertThat(projects).containsExactly("billing-api", "orchard-app", "orchard-shop");
    }

    @Test
    void eachRoundOfTheLivePartHasCommitsAndRunsOfItsOwn() {
        List<DemoStory.Later> live = DemoStory.endingAt(ENDS.getFirst(), BERLIN).live();
        DemoStory.Later commit = live.stream()
                .filter(later -> later.event().path("type").asText().equals("commit"))
                .findFirst()
                .orElseThrow();
        ObjectNode first = commit.in(1);
        assertThat(first.at("/data/commit_hash").asText()).matches("[0-9a-f]{40}");
        assertThat(commit.in(2).at("/data/commit_hash")).isNotEqualTo(first.at("/data/commit_hash"));
        assertThat(live.getLast().second()).isBetween(200, 300);
    }

    @Test
    void theClockIsPutForwardOnlyAndTheTimerOfDurationsWithIt() {
        long[] real = {1_000_000_000_000L};
        DemoClock clock = new DemoClock(
                new Clock() {
                    @Override
                    public long epochMillis() {
                        return real[0];
                    }

                    @Override
                    public long nanos() {
                        return real[0] * 1_000_000;
                    }
                },
                900_000_000_000L);
        long nanos = clock.nanos();
        assertThat(clock.epochMillis()).isEqualTo(900_000_000_000L);
        real[0] += 5;
        assertThat(clock.epochMillis()).isEqualTo(900_000_000_005L);
        clock.forwardTo(950_000_000_000L);
        assertThat(clock.epochMillis()).isEqualTo(950_000_000_000L);
        assertThat(clock.nanos() - nanos).isEqualTo(50_000_000_000L * 1_000_000);
        clock.forwardTo(910_000_000_000L);
        assertThat(clock.epochMillis()).isEqualTo(950_000_000_000L);
        clock.forwardToPresent();
        assertThat(clock.epochMillis()).isEqualTo(real[0]);
    }
}
