package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final Position POSITION = Position.of(1_763_635_200_123L, 4);

    @Test
    void readsACanonicalEvent() throws IOException {
        ReceivedEvent event = Wire.event(canonical());
        assertThat(event.position()).contains(POSITION);
        assertThat(event.type()).isEqualTo("file_change");
        assertThat(event.project()).isEqualTo(new ProjectId("p"));
        assertThat(event.source()).isEqualTo("test");
        assertThat(event.isoTimestamp()).isEqualTo("2025-11-20T10:40:00.123Z");
        assertThat(event.data()).containsEntry("file_path", "ä.txt").containsEntry("project_id", "p");
        assertThat(event.json()).isEqualTo(canonical());
    }

    @Test
    void aLiveOnlyMessageIsAnEventWithoutAPosition() throws IOException {
        Message message = Wire.message("{\"type\":\"system_status\",\"project_id\":null,\"source\":\"herald\","
                + "\"timestamp\":1.000,\"iso_timestamp\":\"1970-01-01T00:00:01.000Z\",\"data\":{\"load\":0.10}}");
        ReceivedEvent event = ((Message.Event) message).event();
        assertThat(event.position()).isEmpty();
        assertThat(event.project()).isNull();
        assertThat(event.data()).containsEntry("load", new BigDecimal("0.10"));
    }

    @Test
    void readsWordsAboutTheConnection() throws IOException {
        assertThat(Wire.message("{\"type\":\"heartbeat\",\"timestamp\":\"x\"}"))
                .isEqualTo(new Message.Sign("heartbeat", null));
        assertThat(Wire.message("{\"type\":\"gap\",\"requested\":\"1-0\",\"oldest_available\":\"5-2\"}"))
                .isEqualTo(new Message.Gap(Position.of(1, 0), Position.of(5, 2)));
        assertThat(Wire.message("{\"type\":\"gap\",\"requested\":\"1-0\",\"oldest_available\":null}"))
                .isEqualTo(new Message.Gap(Position.of(1, 0), Position.ORIGIN));
        assertThat(Wire.message("{\"type\":\"subscription_confirmed\",\"last_event_id\":\"7-0\",\"rooms\":[{}]}"))
                .isEqualTo(new Message.Confirmed(Position.of(7, 0)));
        assertThat(Wire.message("{\"type\":\"error\",\"code\":\"INVALID_ROOM\",\"message\":\"no\"}"))
                .isEqualTo(new Message.Refused("INVALID_ROOM", "no"));
    }

    @Test
    void refusesWhatIsNoMessage() {
        for (String json : new String[] {"", "[]", "{}", "{\"type\":1}", "{\"type\":\"a\"", "nope"}) {
            assertThatThrownBy(() -> Wire.message(json)).as(json).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cutsAPageIntoItsEvents() throws IOException {
        String page = "{ \"events\" : [" + canonical() + " , " + canonical() + "],\"next_after\":\"5-0\"}";
        HistoryPage history = Wire.page(page.getBytes(StandardCharsets.UTF_8));
        assertThat(history.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.json()).isEqualTo(canonical()));
        assertThat(history.nextAfter()).contains("5-0");
        assertThat(Wire.page("{\"events\":[],\"next_after\":null}".getBytes(StandardCharsets.UTF_8))
                        .nextAfter())
                .isEmpty();
    }

    private static String canonical() {
        byte[] json = FileChange.created("ä.txt")
                .draft("test", new ProjectId("p"))
                .at(POSITION)
                .json();
        return new String(json, StandardCharsets.UTF_8);
    }
}
