package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told in an agent's room says of which agent it is. */
class AgentsRoomsTest {
    @Test
    void anAgentsRoomIsNotNamedWithoutTheAgent() {
        for (String type : new String[] {"agent.status_changed", "agent.connected"}) {
            String start = "{\"type\":\"" + type + "\",\"project_id\":\"a\",\"rooms\":[\"agent:a\"],\"data\":";
            assertThat(decode(start + "{}}"))
                    .isInstanceOfSatisfying(
                            Decoded.Invalid.class,
                            invalid -> assertThat(invalid.faults())
                                    .extracting(Fault::pointer)
                                    .containsExactly("/data/agent_id"));
            assertThat(rooms(start + "{\"agent_id\":\"a\"}}")).contains(Room.agent("a"), Room.GLOBAL);
            assertThat(rooms("{\"type\":\"" + type + "\",\"data\":{}}")).containsExactly(Room.GLOBAL);
        }
        assertThat(rooms("{\"type\":\"custom.a\",\"rooms\":[\"agent:a\"],\"data\":{}}"))
                .contains(Room.agent("a"));
    }

    private static Set<Room> rooms(String json) {
        Decoded decoded = decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok) decoded).draft().rooms();
    }

    private static Decoded decode(String json) {
        return Codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
