package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFaultTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":NaN}",
                "{\"type\":\"commit\"",
                "[[[[[[[[[[",
                "{\"a\":1,\"a\":2}",
                "{x}",
                "{\"a\":nope}",
                "{\"n\":1e}"
            })
    void aRefusalSpeaksOfTheJsonNotOfTheParser(String json) {
        for (String body : new String[] {json, "{\"type\":\"commit\",\"data\":" + "[".repeat(100)}) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertThat(Codec.decode(bytes, 0, bytes.length).toString())
                    .doesNotContain("REDACTED", "StreamRead", "JsonReadFeature", "`")
                    .doesNotContain("Unexpected", "Duplicate", "nope")
                    .containsPattern("no JSON that is read here: [a-z' ]+( at byte [0-9]+)?]$");
        }
    }
}
