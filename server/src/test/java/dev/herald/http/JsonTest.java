package dev.herald.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private enum Level {
        NOT_WELL
    }

    private record Inner(
            String name, @Json.LeftOutIfNull @Nullable String why) {}

    private record Outer(
            long eventsPublished,
            boolean isOpen,
            double share,
            @Nullable String none,
            Level level,
            List<@Nullable String> names,
            Map<String, Integer> counts,
            List<Inner> inner) {}

    private record More(Json.Raw event, List<Json.Raw> events) {}

    private record Wrong(Object what) {}

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void aRecordIsAnObjectOfItsComponentsInSnakeCase() {
        Outer outer = new Outer(
                Long.MAX_VALUE,
                true,
                0.5,
                null,
                Level.NOT_WELL,
                Arrays.asList("a", null),
                Map.of("x", 1),
                List.of(new Inner("in", null), new Inner("out", "because")));
        assertThat(text(Json.bytes(outer)))
                .isEqualTo("{\"events_published\":9223372036854775807,\"is_open\":true,\"share\":0.5,\"none\":null,"
                        + "\"level\":\"not_well\",\"names\":[\"a\",null],\"counts\":{\"x\":1},"
                        + "\"inner\":[{\"name\":\"in\"},{\"name\":\"out\",\"why\":\"because\"}]}");
    }

    @Test
    void whatIsJsonAlreadyStaysAsItIs() {
        Json.Raw event = new Json.Raw("{\"n\":1.10}".getBytes(StandardCharsets.UTF_8));
        assertThat(text(Json.bytes(new Inner("first", null), new More(event, List.of(event, event)))))
                .isEqualTo("{\"name\":\"first\",\"event\":{\"n\":1.10},\"events\":[{\"n\":1.10},{\"n\":1.10}]}");
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMark() {
        assertThat(text(Json.bytes(new Inner("a\ud800b \ud83d\ude00", null))))
                .isEqualTo("{\"name\":\"a?b \ud83d\ude00\"}");
    }

    @Test
    void whatHasNoJsonIsAMistakeOfOurs() {
        assertThatThrownBy(() -> Json.bytes(new Wrong(new Object()))).isInstanceOf(IllegalArgumentException.class);
    }
}
