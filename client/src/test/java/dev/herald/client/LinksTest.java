package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Interest NARROW = Interest.ALL
            .inTypes(List.of("commit", "auto_commit"))
            .inProject(new ProjectId("p"))
            .inRooms(List.of(Room.GLOBAL, Room.user("ada")))
            .conflating();

    @Test
    void saysOnlyWhatIsWanted() {
        assertThat(Links.subscribe(Interest.ALL, null)).isEqualTo("{\"type\":\"subscribe\"}");
        assertThat(Links.streamPath(Interest.ALL, Position.ORIGIN)).isEqualTo("/api/v1/sse/events?last_event_id=0-0");
    }

    @Test
    void saysAllThatIsWanted() {
        assertThat(Links.subscribe(NARROW, Position.of(5, 1)))
                .isEqualTo("{\"type\":\"subscribe\",\"event_types\":[\"commit\",\"auto_commit\"],\"project_id\":\"p\","
                        + "\"rooms\":[\"global\",\"user:ada\"],\"last_event_id\":\"5-1\",\"conflate\":true}");
        assertThat(Links.streamPath(NARROW, Position.of(5, 1)))
                .isEqualTo("/api/v1/sse/events?event_types=commit%2Cauto_commit&project_id=p"
                        + "&rooms=global%2Cuser%3Aada&last_event_id=5-1");
    }
}
