package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Fault;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishingTest {
    private final ManualServer server = new ManualServer();
    private final List<Duration> pauses = new ArrayList<>();
    private final HeraldClient client = new HeraldClient(
            ClientSettings.of(server.address())
                    .withAttempts(3, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1))),
            new Random(1),
            pauses::add);

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void publishesOneEventWithItsKey() throws Exception {
        server.answer(201, "{\"event_id\":\"5-0\"}");
        Publication publication = publication("{\"type\":\"custom.a\",\"idempotency_key\":\"k\"}");
        assertThat(client.publish(publication)).isEqualTo(new Outcome.Kept(Position.of(5, 0)));
        assertThat(server.asked())
                .containsExactly(new ManualServer.Asked(
                        "POST",
                        "/api/v1/events",
                        "application/json",
                        "{\"type\":\"custom.a\",\"idempotency_key\":\"k\"}"));
    }

    @Test
    void triesAgainWithTheSameKeyWhenTheAnswerIsLost() throws Exception {
        server.answer(ManualServer.CUT, "");
        server.answer(201, "{\"event_id\":\"5-0\"}");
        assertThat(client.publish(publication("{\"type\":\"custom.a\"}"))).isInstanceOf(Outcome.Kept.class);
        // The platform's client sends a request again by itself where a kept connection was cut.
        assertThat(server.asked()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(server.asked().stream().map(ManualServer.Asked::body).distinct())
                .hasSize(1);
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        server.answer(503, "{\"detail\":\"the log is busy\"}", "Retry-After", "7");
        server.answer(429, "");
        server.answer(201, "{\"event_id\":\"5-0\"}");
        assertThat(client.publish(publication("{\"type\":\"custom.a\"}"))).isInstanceOf(Outcome.Kept.class);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(7));
        assertThat(pauses.getLast()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void givesUpAfterTheAttemptsThatItHas() {
        for (int i = 0; i < 3; i++) {
            server.answer(503, "{\"detail\":\"disk full\"}");
        }
        assertThatThrownBy(() -> client.publish(publication("{\"type\":\"custom.a\"}")))
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessageContaining("disk full")
                .hasMessageContaining("3 attempts");
        assertThat(server.asked()).hasSize(3);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void saysThatNobodyAnswers() {
        server.close();
        assertThatThrownBy(() -> client.publish(publication("{\"type\":\"custom.a\"}")))
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.status()).isZero())
                .hasMessageContaining("nothing answers at http://127.0.0.1:");
    }

    @Test
    void aRefusalIsNotTriedAgainAndNamesTheFaults() throws Exception {
        server.answer(422, "{\"detail\":\"no\",\"errors\":[{\"pointer\":\"/type\",\"detail\":\"unknown\"}]}");
        assertThat(client.publish(publication("{\"type\":\"nope\"}")))
                .isEqualTo(new Outcome.Refused(422, "422 no", List.of(new Fault("/type", "unknown"))));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aProxysPageIsARefusalAsWell() throws Exception {
        server.answer(413, "<html>Too large</html>");
        assertThat(client.publish(publication("{\"type\":\"custom.a\"}")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(413));
    }

    @Test
    void aBatchHasAnOutcomeForEach() throws Exception {
        server.answer(
                207,
                "{\"accepted\":2,\"event_ids\":[\"5-0\",null,\"5-1\"],"
                        + "\"errors\":[{\"index\":1,\"pointer\":\"/type\",\"detail\":\"unknown\"}]}");
        List<Outcome> outcomes = client.publish(List.of(
                publication("{\"type\":\"custom.a\"}"),
                publication("{\"type\":\"nope\"}"),
                publication("{\"type\":\"custom.b\"}")));
        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Kept(Position.of(5, 0)),
                        new Outcome.Refused(422, "/type unknown", List.of(new Fault("/type", "unknown"))),
                        new Outcome.Kept(Position.of(5, 1)));
        assertThat(server.asked().getFirst().contentType()).isEqualTo("application/x-ndjson");
        assertThat(server.asked().getFirst().body().lines()).hasSize(3);
    }

    @Test
    void aLargeBatchBecomesBoundedRequests() throws Exception {
        server.answer(200, ids(Publisher.REQUEST_EVENTS_MAX));
        server.answer(200, ids(1));
        Publication one = publication("{\"type\":\"custom.a\"}");
        List<Outcome> outcomes = client.publish(Collections.nCopies(Publisher.REQUEST_EVENTS_MAX + 1, one));
        assertThat(outcomes).hasSize(Publisher.REQUEST_EVENTS_MAX + 1);
        assertThat(server.asked()).hasSize(2);

        server.answer(200, ids(4));
        server.answer(200, ids(1));
        String megabyte = "x".repeat(1_000_000);
        Publication large = publication("{\"type\":\"custom.a\",\"data\":{\"x\":\"" + megabyte + "\"}}");
        assertThat(client.publish(Collections.nCopies(5, large))).hasSize(5);
        assertThat(server.asked().getLast().body()).hasSizeLessThan(Publisher.REQUEST_BYTES_MAX);
        assertThat(client.publish(List.of())).isEmpty();
    }

    @Test
    void anAnswerThatFitsNothingIsNoSuccess() {
        server.answer(200, "{\"event_ids\":[]}");
        assertThatThrownBy(() -> client.publish(List.of(publication("{\"type\":\"custom.a\"}"))))
                .isInstanceOf(ServerException.class);
        server.answer(201, "{}");
        assertThatThrownBy(() -> client.publish(publication("{\"type\":\"custom.a\"}")))
                .isInstanceOf(ServerException.class);
    }

    @Test
    void asksForAPageOfHistory() throws Exception {
        server.answer(200, "{\"events\":[],\"next_after\":\"9-0\"}");
        HistoryRequest request = new HistoryRequest(
                new ProjectId("p"), List.of("commit", "file_change"), "2026-01-01T00:00:00+01:00", null, 50, true);
        HistoryPage page = client.history(request);
        assertThat(server.asked().getLast().pathAndQuery())
                .isEqualTo("/api/v1/events?project_id=p&event_types=commit%2Cfile_change"
                        + "&after=2026-01-01T00%3A00%3A00%2B01%3A00&limit=50&order=desc");
        assertThat(request.from(page.nextAfter().orElseThrow()).before()).isEqualTo("9-0");
        server.answer(400, "{\"detail\":\"limit\"}");
        assertThatThrownBy(() -> client.history(HistoryRequest.oldest()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void anEventThatIsNotThereIsEmpty() throws Exception {
        server.answer(404, "{}");
        assertThat(client.find(Position.of(1, 0))).isEmpty();
        assertThat(server.asked().getLast().pathAndQuery()).isEqualTo("/api/v1/events/1-0");
    }

    private static String ids(int count) {
        return "{\"event_ids\":[" + String.join(",", Collections.nCopies(count, "\"5-0\"")) + "],\"errors\":[]}";
    }

    private static Publication publication(String json) {
        return Publication.ofJson(json.getBytes(StandardCharsets.UTF_8));
    }
}
