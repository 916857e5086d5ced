package dev.herald.projection.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.projection.Folding;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeopleProjectionTest {
    private final Folding folding = new Folding(new PeopleProjection());

    @Test
    void anAgentIsWhatWasSaidOfItLast() {
        tell("2026-03-01T10:00:00Z", "agent.connected", "'agent_id':'a','agent_name':'Ada','expects_heartbeat_s':60");
        tell(
                "2026-03-01T10:01:00Z",
                "agent.status_changed",
                "'agent_id':'a','activity':'waiting_for_input','status':'busy'");
        tell(
                "2026-03-01T10:02:00Z",
                "agent.status_changed",
                "'agent_id':'a','activity':'waiting_for_input','availability':50");
        folding.restarted();
        Agent agent = folding.state(PeopleProjection.NAME).agent("a");
        assertThat(agent.name()).isEqualTo("Ada");
        assertThat(agent.isWaiting()).isTrue();
        assertThat(agent.activityMillis()).isEqualTo(millis("2026-03-01T10:01:00Z"));
        assertThat(agent.heardMillis()).isEqualTo(millis("2026-03-01T10:02:00Z"));
        assertThat(agent.status()).isEqualTo("busy");
        tell("2026-03-01T10:03:00Z", "agent.disconnected", "'agent_id':'a'");
        assertThat(folding.state(PeopleProjection.NAME).agent("a").status()).isEqualTo("offline");
    }

    @Test
    void whatActionsCostAddsUp() {
        tell("2026-03-01T10:00:00Z", "agent.action", "'agent_id':'a','tokens_in':10,'cost':0.5");
        tell("2026-03-01T10:00:01Z", "agent.action", "'agent_id':'a','tokens_in':5,'tokens_out':1,'cost':0.25");
        Agent agent = folding.state(PeopleProjection.NAME).agent("a");
        assertThat(agent.actions()).isEqualTo(2);
        assertThat(agent.tokensIn()).isEqualTo(15);
        assertThat(agent.tokensOut()).isEqualTo(1);
        assertThat(agent.cost()).isEqualTo(0.75);
    }

    private void tell(String at, String type, String data) {
        folding.event(at, "{'type':'" + type + "','project_id':'p','data':{" + data + "}}");
    }

    private static long millis(String at) {
        return Instant.parse(at).toEpochMilli();
    }
}
