package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.event.Position;
import dev.herald.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
                "q=QQQ",
                "nonsense=1"
            })
    void whatItDoesNotUnderstandIsRefused(String query) {
        Response answer = api.get("/api/v1/events?" + query.replace("QQQ", "x".repeat(257)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
    }

    @Test
    void anEventThatIsNotThereIs404() {
        assertThat(api.get("/api/v1/events/1-0").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/events/nonsense").status()).isEqualTo(400);
    }

    private String said(String data) {
        Response answer =
                api.post("application/json", "{\"type\":\"custom.a\",\"project_id\":\"p\",\"data\":" + data + "}");
        return ServedApi.json(answer).get("event_id").asText();
    }

    @Test
    void searchLooksAtTheTextsOfTheDataWhateverTheirCase() {
        String flat = said("{\"message\":\"The Größe of it\"}");
        String deep = said("{\"a\":[{\"b\":\"größe\"}],\"z\":1}");
        said("{\"größe\":\"a name of a member\",\"n\":7}");
        String quoted = said("{\"m\":\"say \\\"hi\\\" (twice)\"}");

        assertThat(ids(search("GRÖSSE"))).isEmpty();
        assertThat(ids(search("GRÖßE"))).containsExactly(flat, deep);
        assertThat(ids(search("\"HI\" ("))).containsExactly(quoted);
        assertThat(ids(search("custom.a"))).as("the type is no data").isEmpty();
        assertThat(ids(search("p"))).as("nor is the project").isEmpty();
        assertThat(ids(ServedApi.json(api.get("/api/v1/events?order=desc&limit=1&q=größe"
                        .replace("ö", "%C3%B6")
                        .replace("ß", "%C3%9F")))))
                .containsExactly(deep);
    }

    private JsonNode search(String text) {
        return ServedApi.json(api.get("/api/v1/events?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
    }

    @Test
    void aSearchThatHasLookedAtManyEventsEndsAndSaysFromWhereToGoOn() {
        String needle = said("{\"m\":\"needle\"}");
        String batch = "{\"type\":\"custom.a\",\"data\":{\"m\":\"hay\"}}\n".repeat(HistorySearch.LOOKED_AT_MAX + 2_000);
        assertThat(api.post("application/x-ndjson", batch).status()).isEqualTo(200);
        String last = said("{\"m\":\"Needle\"}");

        List<String> met = new ArrayList<>();
        int pages = 0;
        for (String after = "0-0"; !after.isEmpty() && pages < 100; pages++) {
            JsonNode page = ServedApi.json(api.get("/api/v1/events?q=needle&after=" + after));
            met.addAll(ids(page));
            after = page.get("next_after").isNull()
                    ? ""
                    : page.get("next_after").asText();
        }
        assertThat(met).containsExactly(needle, last);
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void aPageEndsEarlyAtFourMebibytes() {
        String large = "{\"type\":\"custom.a\",\"data\":{\"m\":\"" + "x".repeat(900_000) + "\"}}";
        for (int i = 0; i < 7; i++) {
            assertThat(api.post("application/json", large).status()).isEqualTo(201);
        }
        for (String more : List.of("", "&q=x")) {
            Response answer = api.get("/api/v1/events?limit=1000" + more);
            JsonNode page = ServedApi.json(answer);
            assertThat(page.get("events")).hasSize(5);
            assertThat(page.get("next_after").asText()).isEqualTo(ids(page).getLast());
            assertThat(answer.body()).hasSizeLessThan(6 << 20);
        }
    }
}
