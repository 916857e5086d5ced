package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.event.Position;
import dev.herald.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of history as the protocol's section 4 has them. */
class HistoryRoutesTest {
    private final ServedApi api = new ServedApi();

    @AfterEach
    void close() {
        api.close();
    }

    private List<String> published(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Response answer = api.post("application/json", "{\"type\":\"custom.a\",\"data\":{\"i\":" + i + "}}");
            ids.add(ServedApi.json(answer).get("event_id").asText());
        }
        return ids;
    }

    private List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.get("events").forEach(event -> ids.add(event.get("event_id").asText()));
        return ids;
    }

    @Test
    void pagesForwardsAndBackwardsMeetEveryEventOnce() {
        List<String> all = published(7);
        for (String order : List.of("asc&after=", "desc&before=")) {
            List<String> met = new ArrayList<>();
            String bound = order.startsWith("asc") ? "0-0" : Long.MAX_VALUE / 1_000_000 + "-0";
            for (boolean hasMore = true; hasMore; ) {
                JsonNode page = ServedApi.json(api.get("/api/v1/events?limit=3&order=" + order + bound));
                met.addAll(ids(page));
                hasMore = !page.get("next_after").isNull();
                bound = page.get("next_after").asText();
            }
            assertThat(met).isEqualTo(order.startsWith("asc") ? all : all.reversed());
        }
    }

    @Test
    void aTimeMayCarryAnOffsetWhosePlusWasNotEscaped() {
        List<String> all = published(1);
        long millis = Position.parse(all.getFirst()).orElseThrow().epochMillis();
        String before = Instant.ofEpochMilli(millis - 1).toString().replace("Z", "");
        for (String offset : List.of("Z", "%2B00:00", "+00:00")) {
            JsonNode page = ServedApi.json(api.get("/api/v1/events?after=" + before + offset));
            assertThat(ids(page)).as(offset).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "order=up",
                "after=x",
                "before=2020-01-01",
                "event_types=nonsense",
                "project_id=a%20b",
                "nonsense=1"
            })
    void whatItDoesNotUnderstandIsRefused(String query) {
        Response answer = api.get("/api/v1/events?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
    }

    @Test
    void anEventThatIsNotThereIs404() {
        assertThat(api.get("/api/v1/events/1-0").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/events/nonsense").status()).isEqualTo(400);
    }
}
