package dev.herald.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.http.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing as the protocol's section 4 has it. */
class PublishRoutesTest {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String GOOD = "{\"type\":\"custom.a\",\"data\":{}}";
    private static final String BAD = "{\"type\":\"nonsense\",\"data\":{}}";
    private final ServedApi api = new ServedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void oneEventIsAnsweredWithItsIdAndWhereItIs() {
        Response answer = api.post(JSON, "{\"type\":\"commit\",\"project_id\":\"p\",\"data\":{\"n\":1.10}}");
        String id = ServedApi.json(answer).get("event_id").asText();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().first("Location")).contains("/api/v1/events/" + id);
        assertThat(new String(api.get("/api/v1/events/" + id).body()))
                .contains("\"n\":1.10")
                .contains("\"project_id\":\"p\",\"timestamp\"");
    }

    @Test
    void linesMayBeBlankEndInCrlfAndLackTheLastNewline() {
        Response answer = api.post(LINES, "\r\n" + GOOD + "\r\n\n  \n" + GOOD);
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(body.get("accepted").asInt()).isEqualTo(2);
        assertThat(body.get("first_event_id")).isEqualTo(body.get("event_ids").get(0));
        assertThat(body.get("last_event_id")).isEqualTo(body.get("event_ids").get(1));
        assertThat(body.get("errors")).isEmpty();
    }

    @Test
    void whereSomeAreRefusedTheirPlacesAreNull() {
        Response answer = api.post(JSON, "[" + GOOD + "," + BAD + "," + GOOD + "]");
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(207);
        assertThat(body.get("accepted").asInt()).isEqualTo(2);
        assertThat(body.get("event_ids")).hasSize(3);
        assertThat(body.get("event_ids").get(1).isNull()).isTrue();
        assertThat(body.get("errors")).hasSize(1);
        assertThat(body.get("errors").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(body.get("errors").get(0).get("pointer").asText()).isEqualTo("/type");
        assertThat(body.get("errors").get(0).get("detail").asText()).contains("nonsense", "file_change");
    }

    @Test
    void whereAllAreRefusedItIsAProblemOfTheSameBody() {
        Response answer = api.post(LINES, BAD + "\n{");
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
        assertThat(body.get("status").asInt()).isEqualTo(422);
        assertThat(body.get("accepted").asInt()).isZero();
        assertThat(body.get("event_ids")).isEmpty();
        assertThat(body.get("errors")).hasSize(2);
    }

    @Test
    void aReplaySaysSoAndTheSameKeyWithOtherContentIsRefused() {
        String other = "{\"type\":\"custom.b\",\"data\":{}}";
        Response first = api.post(JSON, GOOD, "Idempotency-Key", "k");
        assertThat(first.headers().first("Idempotent-Replayed")).isEmpty();
        Response replay = api.post(JSON, GOOD, "Idempotency-Key", "k");
        assertThat(replay.status()).isEqualTo(201);
        assertThat(replay.headers().first("Idempotent-Replayed")).contains("true");
        Response refused = api.post(JSON, other, "Idempotency-Key", "k");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(ServedApi.json(refused).get("detail").asText())
                .contains(ServedApi.json(first).get("event_id").asText());
    }

    @Test
    void ofABatchOnlyTheEventsWhoseKeysAreInUseAreRefused() {
        String keyed = "{\"type\":\"custom.a\",\"idempotency_key\":\"own\"}";
        String clashing = "{\"type\":\"custom.b\",\"idempotency_key\":\"own\"}";
        api.post(JSON, keyed);
        Response answer = api.post(JSON, "[" + GOOD + "," + clashing + "," + BAD + "," + GOOD + "]");
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(207);
        assertThat(body.get("accepted").asInt()).isEqualTo(2);
        assertThat(body.get("event_ids").get(1).isNull()).isTrue();
        assertThat(body.get("event_ids").get(3).isNull()).isFalse();
        assertThat(body.get("errors").findValuesAsText("pointer")).contains("/idempotency_key");
        Response none = api.post(JSON, "[" + clashing + "]");
        assertThat(none.status()).isEqualTo(422);
        Response replay = api.post(JSON, "[" + keyed + "]");
        assertThat(replay.headers().first("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aKeyThatWasUsedEarlierInTheSameRequestIsToldWithoutAnIdThatNoEventHas() {
        String first = "{\"type\":\"custom.a\",\"idempotency_key\":\"twice\"}";
        String second = "{\"type\":\"custom.b\",\"idempotency_key\":\"twice\"}";
        JsonNode body = ServedApi.json(api.post(JSON, "[" + first + "," + second + "]"));
        assertThat(body.get("accepted").asInt()).isEqualTo(1);
        String detail = body.get("errors").get(0).get("detail").asText();
        assertThat(detail).contains("an earlier one of this request").doesNotContainPattern("\\d+-\\d+");
    }

    @Test
    void ofManyKeysInUseTheAnswerSaysHowManyMoreThereAre() {
        String keyed = "{\"type\":\"custom.a\",\"idempotency_key\":\"own\"}";
        String clashing = "{\"type\":\"custom.b\",\"idempotency_key\":\"own\"}";
        api.post(JSON, keyed);
        JsonNode body = ServedApi.json(api.post(JSON, "[" + (clashing + ",").repeat(1_200) + GOOD + "]"));
        assertThat(body.get("accepted").asInt()).isEqualTo(1);
        assertThat(body.get("errors")).hasSize(1_001);
        assertThat(body.get("errors").get(1_000).get("detail").asText()).contains("and 199 more after it");
    }

    @Test
    void aRetryGetsTheFirstAnswersIds() {
        Response first = api.post(JSON, GOOD, "Idempotency-Key", "k");
        assertThat(first.headers().first("Idempotent-Replayed")).isEmpty();
        Response again = api.post(JSON, GOOD, "Idempotency-Key", "k");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().first("Idempotent-Replayed")).hasValue("true");
        String batch = "[" + GOOD + "," + BAD + "," + GOOD + "]";
        Response many = api.post(JSON, batch, "Idempotency-Key", "b");
        assertThat(many.headers().first("Idempotent-Replayed")).isEmpty();
        Response manyAgain = api.post(JSON, batch, "Idempotency-Key", "b");
        assertThat(manyAgain.body()).isEqualTo(many.body());
        assertThat(manyAgain.headers().first("Idempotent-Replayed")).hasValue("true");
        String own = "{\"type\":\"custom.a\",\"idempotency_key\":\"own\"}";
        assertThat(api.post(JSON, own).body()).isEqualTo(api.post(JSON, own).body());
        assertThat(ServedApi.json(api.get("/api/v1/events")).get("events")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400|application/json|{\"type\":",
                "400|application/json|{\"type\":\"custom.a\",\"data\":{\"a\":NaN}}",
                "400|application/json|{\"type\":\"custom.a\",\"data\":{\"a\":1,\"a\":2}}",
                "400|application/json|[{\"type\":\"custom.a\"},{]",
                "415|text/plain|{\"type\":\"custom.a\"}",
                "422|application/json|{\"type\":\"custom.A\"}",
                "422|application/json|{\"type\":\"custom.a\",\"data\":[]}",
                "422|application/json|{\"type\":\"custom.a\",\"data\":{\"timestamp\":\"2026-11-20T10:40:00.123456\"}}",
                "422|application/json|{\"type\":\"progress_update\",\"data\":{\"progress_percentage\":101}}",
            })
    void refusalsAreProblems(int status, String contentType, String body) {
        Response answer = api.post(contentType, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().first("Content-Type")).contains("application/problem+json");
        JsonNode problem = ServedApi.json(answer);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").isTextual()).isTrue();
        assertThat(problem.get("title").isTextual()).isTrue();
        assertThat(problem.get("detail").isTextual()).isTrue();
        assertThat(problem.has("errors")).isEqualTo(status == 422);
    }

    @Test
    void afterAThousandFaultsNothingMoreIsReadAndTheAnswerSaysSo() {
        Response answer = api.post(LINES, GOOD + "\n" + "{}\n".repeat(50_000) + GOOD);
        JsonNode body = ServedApi.json(answer);
        assertThat(answer.status()).isEqualTo(207);
        assertThat(body.get("accepted").asInt()).isEqualTo(1);
        assertThat(body.get("errors")).hasSize(1_001);
        assertThat(body.get("errors").get(1_000).get("index").asInt()).isEqualTo(1_001);
        assertThat(body.get("errors").get(1_000).get("detail").asText()).contains("not read");
        assertThat(body.get("unread_from").asInt()).isEqualTo(1_001);
        Response none = api.post(LINES, "{}\n".repeat(50_000));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.body()).hasSizeLessThan(200_000);
    }

    @Test
    void aBatchHasAHundredThousandEventsAtMost() {
        String most = (GOOD + "\n").repeat(100_000);
        assertThat(api.post(LINES, most).status()).isEqualTo(200);
        Response lines = api.post(LINES, most + GOOD);
        assertThat(lines.status()).isEqualTo(413);
        assertThat(ServedApi.json(lines).get("detail").asText()).contains("at most 100000 events");
        assertThat(api.post(JSON, "[" + "{},".repeat(100_000) + "{}]").status()).isEqualTo(413);
    }

    @Test
    void aLineThatIsNoJsonIsToldInOurOwnWords() {
        JsonNode body = ServedApi.json(api.post(LINES, "{\"type\":secret-of-mine}\n" + GOOD));
        assertThat(body.get("errors").get(0).get("detail").asText())
                .isEqualTo("no JSON that is read here: the syntax is wrong at byte 8");
    }
}
