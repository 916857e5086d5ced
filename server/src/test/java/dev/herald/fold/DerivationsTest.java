package dev.herald.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.TaskUpdate;
import dev.herald.projection.Derived;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DerivationsTest {
    private static final Position CAUSE = Position.of(1_000, 0);

    private Derivations derivations = new Derivations();

    @Test
    void theFirstUnderAKeyStands() {
        derivations.add(derived(1, null));
        derivations.add(derived(2, null));
        assertThat(next()).contains("\"estimate\":1");
        assertThat(derivations.pollUntold()).isNull();
    }

    @Test
    void whatRestsOnSomethingThatHasChangedGivesWay() {
        derivations.add(derived(1, Position.of(900, 0)));
        restart();
        derivations.add(derived(2, Position.of(1_100, 0)));
        assertThat(derivations.size()).isEqualTo(1);
        assertThat(next()).contains("\"estimate\":2");
        assertThat(derivations.pollUntold()).isNull();
    }

    @Test
    void whatIsToldStays() {
        derivations.add(derived(1, Position.of(900, 0)));
        Objects.requireNonNull(derivations.pollUntold()).isTaken = true;
        derivations.add(derived(2, Position.of(1_100, 0)));
        assertThat(derivations.pollUntold()).isNull();
    }

    private void restart() {
        StateOut out = new StateOut();
        derivations.save(out);
        derivations = Derivations.load(new StateIn(out.toBytes()));
    }

    private String next() {
        return new String(
                Objects.requireNonNull(derivations.pollUntold()).draft().data().members(), StandardCharsets.UTF_8);
    }

    private static Derived derived(int n, @Nullable Position unchangedSince) {
        return new Derived(
                "key",
                CAUSE,
                new ProjectId("p"),
                new TaskUpdate(TaskUpdate.Action.UPDATED, Map.of("task_id", "t", "estimate", n), Map.of()),
                unchangedSince);
    }
}
