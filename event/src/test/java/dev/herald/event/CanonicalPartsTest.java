package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CanonicalPartsTest {
    @Test
    void findsEachMemberOfAnEvent() {
        byte[] published =
                "{\"type\":\"custom.x\",\"project_id\":\"p\",\"source\":\"a \\\"b\\\\\",\"data\":{\"k\":[1,{\"q\":\"}\"}]}}"
                        .getBytes(StandardCharsets.UTF_8);
        Draft draft = ((Decoded.Ok) Codec.decode(published, 0, published.length)).draft();
        Event event = draft.at(Position.parse("1763635200123-7").orElseThrow());
        CanonicalParts parts = CanonicalParts.of(event.json());
        assertThat(text(parts, parts.idFrom(), parts.idTo())).isEqualTo("\"1763635200123-7\"");
        assertThat(text(parts, parts.typeFrom(), parts.typeTo())).isEqualTo("\"custom.x\"");
        assertThat(text(parts, parts.projectFrom(), parts.projectTo())).isEqualTo("\"p\"");
        assertThat(text(parts, parts.sourceFrom(), parts.sourceTo())).isEqualTo("\"a \\\"b\\\\\"");
        assertThat(text(parts, parts.momentFrom(), parts.momentTo())).isEqualTo("\"2025-11-20T10:40:00.123Z\"");
        assertThat(text(parts, parts.dataFrom(), parts.dataTo()))
                .startsWith("{\"k\":[1,{\"q\":\"}\"}],\"project_id\":\"p\"")
                .endsWith("}");
    }

    @Test
    void theCauseOfWhatIsDerivedIsPassedBy() {
        byte[] published = "{\"type\":\"custom.x\",\"data\":{\"k\":1,\"timestamp\":\"2025-11-20T10:40:00Z\"}}"
                .getBytes(StandardCharsets.UTF_8);
        Draft draft = ((Decoded.Ok) Codec.decode(published, 0, published.length)).draft();
        Event event = draft.withCause(Position.of(1_763, 5)).at(Position.of(1_763_635_200_123L, 0));
        assertThat(new String(event.json(), StandardCharsets.UTF_8)).contains(",\"cause\":\"1763-5\",\"data\":{");
        CanonicalParts parts = CanonicalParts.of(event.json());
        assertThat(text(parts, parts.momentFrom(), parts.momentTo())).isEqualTo("\"2025-11-20T10:40:00.123Z\"");
        assertThat(text(parts, parts.dataFrom(), parts.dataTo()))
                .isEqualTo("{\"k\":1,\"timestamp\":\"2025-11-20T10:40:00Z\"}");
    }

    @Test
    void aLiveMessageHasNoId() {
        byte[] published = "{\"type\":\"health_check\",\"data\":{}}".getBytes(StandardCharsets.UTF_8);
        Draft draft = ((Decoded.Ok) Codec.decode(published, 0, published.length)).draft();
        CanonicalParts parts = CanonicalParts.of(Canonical.live(draft, 1_763_635_200_123L));
        assertThat(parts.hasId()).isFalse();
        assertThat(text(parts, parts.typeFrom(), parts.typeTo())).isEqualTo("\"health_check\"");
        assertThat(text(parts, parts.projectFrom(), parts.projectTo())).isEqualTo("null");
    }

    private static String text(CanonicalParts parts, int from, int to) {
        return new String(parts.json(), from, to - from, StandardCharsets.UTF_8);
    }
}
