package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an event changes is in the event itself, whoever made it: the door says so, and so does an event that is kept. */
class VersionedTest {
    private static final ProjectId P = new ProjectId("p");

    @Test
    void isToldByTheTypesThatHaveVersions() {
        assertThat(of("task_update", "\"task_id\":\"T-1\"")).isEqualTo(Versioned.task(P, "T-1"));
        assertThat(of("task_update", "\"task_id\":17")).isEqualTo(Versioned.task(P, "17"));
        assertThat(of("task_update", "\"title\":\"of no task\"")).isNull();
        assertThat(of("project.updated", "\"project_name\":\"P\"")).isEqualTo(Versioned.project(P));
        assertThat(of("project.deleted", "")).isEqualTo(Versioned.project(P));
        assertThat(of("risk_alert", "\"risk_id\":\"r\"")).isEqualTo(Versioned.risk(P, "r"));
        assertThat(of("risk_alert", "\"message\":\"m\"")).isNull();
        assertThat(of("agent.claimed", "\"agent_id\":\"a\",\"claim_id\":\"c\"")).isEqualTo(Versioned.claim("c"));
        assertThat(of("agent.released", "\"agent_id\":\"a\",\"claim_id\":\"c\""))
                .isEqualTo(Versioned.claim("c"));
        assertThat(of("agent.action", "\"agent_id\":\"a\",\"claim_id\":\"c\"")).isNull();
        assertThat(of("file_change", "\"task_id\":\"T-1\",\"risk_id\":\"r\"")).isNull();
        assertThat(of("custom.thing", "\"task_id\":\"T-1\"")).isNull();
    }

    @Test
    void isOfOneProject() {
        assertThat(Versioned.task(P, "T-1")).isNotEqualTo(Versioned.task(new ProjectId("q"), "T-1"));
        assertThat(Versioned.task(P, "x")).isNotEqualTo(Versioned.risk(P, "x"));
        Decoded ofNone = decoded("{\"type\":\"task_update\",\"data\":{\"task_id\":\"T-1\"}}");
        assertThat(((Decoded.Ok) ofNone).draft().versioned()).isNull();
    }

    @Test
    void hasAKeyOfALimitedLength() {
        ProjectId longest = new ProjectId("p".repeat(128));
        String id = "x".repeat(256);
        assertThat(Versioned.task(longest, id).key()).hasSize(Versioned.KEY_LENGTH_MAX);
        assertThatThrownBy(() -> Versioned.task(longest, id + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Versioned.claim("")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Such as an older version let in, or a disk has made of what it was given: they hinder nobody. */
    @Test
    void isNothingInAnEventThatIsNotAsTheDoorWouldHaveIt() {
        assertThat(Codec.versioned(kept("{\"data\":{\"task_id\":\"" + "x".repeat(1_000) + "\"}}")))
                .isNull();
        assertThat(Codec.versioned(kept("{\"data\":{\"task_id\":"))).isNull();
        assertThat(Codec.versioned(kept("\u0000\u0001"))).isNull();
        assertThat(Codec.versioned(kept("[]"))).isNull();
        assertThat(Codec.versioned(kept("{\"data\":7}"))).isNull();
    }

    @Test
    void aGuardIsOfWhatHasVersions() {
        Draft file = ((Decoded.Ok) decoded("{\"type\":\"file_change\",\"project_id\":\"p\"}")).draft();
        assertThatThrownBy(() -> file.withGuard(Position.ORIGIN)).hasMessageContaining("file_change has no versions");
        Draft layout = file.withVersioned(Versioned.layout("ann")).withGuard(Position.ORIGIN);
        assertThat(layout.withIdempotencyKey("k").withCause(new Position(7)))
                .matches(draft -> draft.guard() == Position.ORIGIN
                        && Versioned.layout("ann").equals(draft.versioned()));
    }

    private static Versioned of(String type, String members) {
        Decoded decoded = decoded("{\"type\":\"" + type + "\",\"project_id\":\"p\",\"data\":{" + members + "}}");
        Draft draft = ((Decoded.Ok) decoded).draft();
        assertThat(Codec.versioned(draft.at(new Position(1 << 20))))
                .as("when it is kept")
                .isEqualTo(draft.versioned());
        return draft.versioned();
    }

    private static Decoded decoded(String json) {
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Event kept(String json) {
        return new Event(
                new Position(1),
                KnownType.TASK_UPDATE,
                P,
                Set.of(Room.project(P)),
                "test",
                null,
                null,
                null,
                json.getBytes(StandardCharsets.UTF_8));
    }
}
