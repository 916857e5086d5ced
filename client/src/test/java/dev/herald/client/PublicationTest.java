package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.Codec;
import dev.herald.event.CustomType;
import dev.herald.event.Decoded;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.CustomPayload;
import dev.herald.event.payload.FileChange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"custom.a\"}",
                " \r\n{ \n\t\"type\"\r\n:\"custom.a\",\n\"data\":{\"idempotency_key\":\"not this\",\"n\":1.0}}\n",
                "{\"type\":\"custom.a\",\"idempotency_key\":null}",
                "\uFEFF\n{\"type\":\"custom.a\",\"idempotency_key\": null}"
            })
    void getsAKeyOfItsOwn(String json) {
        Publication one = Publication.ofJson(bytes(json));
        Publication other = Publication.ofJson(bytes(json));
        assertThat(one.idempotencyKey()).isNotEqualTo(other.idempotencyKey());
        assertThat(accepted(one)).isEqualTo(one.idempotencyKey());
        assertThat(new String(one.json(), StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    }

    @Test
    void keepsTheKeyThatItHas() {
        Publication publication = Publication.ofJson(bytes("{\"type\":\"custom.a\",\"idempotency_key\":\"k\\n1\"}"));
        assertThat(publication.idempotencyKey()).isEqualTo("k\n1");
        assertThat(new String(publication.json(), StandardCharsets.UTF_8)).containsOnlyOnce("idempotency_key");
    }

    @Test
    void aDraftIsPublishedAsItIsUnderItsOwnKeyOrAnother() {
        Map<String, Object> fields =
                Map.of("n", new BigDecimal("1.50"), "list", List.of(Map.of("timestamp", "its own")));
        Draft draft = new CustomPayload(new CustomType("custom.a"), fields).draft("git", new ProjectId("p"));
        Publication publication = Publication.of(draft, "k");
        assertThat(publication.idempotencyKey()).isEqualTo("k");
        assertThat(new String(publication.json(), StandardCharsets.UTF_8))
                .contains("\"project_id\":\"p\"", "\"source\":\"git\"", "1.50", "\"timestamp\":\"its own\"")
                .doesNotContain("event_id", "1970");
        byte[] json = publication.json();
        assertThat(Codec.decode(json, 0, json.length))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class,
                        ok -> assertThat(ok.draft().at(Position.of(5, 0)).json())
                                .isEqualTo(draft.at(Position.of(5, 0)).json()));
        assertThat(Publication.of(draft.withIdempotencyKey("own"), "k").idempotencyKey())
                .isEqualTo("own");
    }

    @Test
    void aPayloadBecomesAnEventUnderTheChosenKey() {
        Publication publication =
                Publication.of(FileChange.created("ä \"b\".txt"), "watch", new ProjectId("p"), "k \"1\" ü");
        assertThat(accepted(publication)).isEqualTo("k \"1\" ü");
        assertThatThrownBy(() -> Publication.of(FileChange.created("a"), "watch", null, "a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "{}{}", "{\"a\":1} x", "{\"a\"}", "nope", "{\"idempotency_key\":1}"})
    void refusesWhatIsNoObject(String json) {
        assertThatThrownBy(() -> Publication.ofJson(bytes(json))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEmptyObjectIsLeftToTheServerToRefuse() {
        assertThat(Codec.decode(Publication.ofJson(bytes("{ }")).json())).isInstanceOf(Decoded.Invalid.class);
    }

    private static String accepted(Publication publication) {
        Decoded decoded = Codec.decode(publication.json());
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return String.valueOf(((Decoded.Ok) decoded).draft().idempotencyKey());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
