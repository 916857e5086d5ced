package dev.herald.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    private static final Position POSITION = Position.of(1_763_635_200_123L, 0);

    @Test
    void laysTheEventOutAsTheProtocolShowsIt() {
        assertThat(canonical("""
                {"type":"file_change","project_id":"my-project","source":"file_watcher",
                 "data":{"file_path":"src/Main.java","change_type":"modified"}}"""))
                .isEqualTo("{\"event_id\":\"1763635200123-0\",\"type\":\"file_change\",\"project_id\":\"my-project\","
                        + "\"source\":\"file_watcher\",\"timestamp\":1763635200.123,"
                        + "\"iso_timestamp\":\"2025-11-20T10:40:00.123Z\","
                        + "\"data\":{\"file_path\":\"src/Main.java\",\"change_type\":\"modified\","
                        + "\"project_id\":\"my-project\",\"timestamp\":\"2025-11-20T10:40:00.123Z\"}}");
    }

    @Test
    void anEventOfNoProjectHasNullAndOnlyATimestampInItsData() {
        assertThat(canonical("{\"type\":\"custom.a\"}"))
                .isEqualTo("{\"event_id\":\"1763635200123-0\",\"type\":\"custom.a\",\"project_id\":null,"
                        + "\"source\":\"api\",\"timestamp\":1763635200.123,"
                        + "\"iso_timestamp\":\"2025-11-20T10:40:00.123Z\","
                        + "\"data\":{\"timestamp\":\"2025-11-20T10:40:00.123Z\"}}");
    }

    @Test
    void keepsTheProjectAndTheTimestampThatTheDataHave() {
        String json = canonical(
                "{\"type\":\"custom.a\",\"data\":{\"timestamp\":\"2020-01-01T00:00:00+01:00\",\"project_id\":\"p\"}}");
        assertThat(json).contains("\"project_id\":\"p\",\"source\"");
        assertThat(json).endsWith("\"data\":{\"timestamp\":\"2020-01-01T00:00:00+01:00\",\"project_id\":\"p\"}}");
    }

    @Test
    void secondsAlwaysHaveThreeDecimals() {
        Draft draft = draft("{\"type\":\"custom.a\"}");
        assertThat(text(Canonical.encode(draft, Position.of(5_007, 3)))).contains("\"timestamp\":5.007,");
        assertThat(text(Canonical.encode(draft, Position.of(5_000, 3)))).contains("\"timestamp\":5.000,");
    }

    @Test
    void renamesTheTypeAndNothingElse() {
        byte[] json = draft("{\"type\":\"auto_commit_start\",\"data\":{\"x\":\"\\\"type\\\":\"}}")
                .at(POSITION)
                .json();
        assertThat(Canonical.typeOf(json)).isEqualTo("auto_commit_start");
        assertThat(text(Canonical.withType(json, "auto_commit")))
                .isEqualTo(text(json).replace("\"auto_commit_start\"", "\"auto_commit\""));
    }

    @Test
    void aLiveMessageHasNoId() {
        byte[] json = Canonical.live(draft("{\"type\":\"system_status\"}"), 1_000);
        assertThat(text(json)).startsWith("{\"type\":\"system_status\",\"project_id\":null,");
        assertThat(Canonical.typeOf(json)).isEqualTo("system_status");
    }

    @Test
    void bytesThatAreNoEventAreABrokenInvariant() {
        assertThatThrownBy(() -> Canonical.typeFrom("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Canonical.typeFrom("{\"event_id\":\"1".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theUpperBoundOfTheBytesHolds() {
        String source = "\\u0080".repeat(Limits.SOURCE_LENGTH_MAX);
        Draft draft = draft("{\"type\":\"custom." + "a".repeat(121) + "\",\"source\":\"" + source
                + "\",\"project_id\":\"" + "p".repeat(128) + "\",\"data\":{}}");
        assertThat(draft.at(Position.of((1L << 47) - 1, 65_535)).json()).hasSizeLessThanOrEqualTo(draft.bytesMax());
    }

    @Test
    void writesMomentsAsTheLibraryDoes() {
        DateTimeFormatter library =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(1L << 47);
            assertThat(Canonical.rfc3339(millis))
                    .as("seed %d", seed)
                    .isEqualTo(library.format(Instant.ofEpochMilli(millis)));
        }
        for (String moment : new String[] {
            "1970-01-01T00:00:00.000Z",
            "2000-02-29T23:59:59.999Z",
            "2100-03-01T00:00:00.000Z",
            "2024-12-31T23:59:59.999Z"
        }) {
            assertThat(Canonical.rfc3339(Instant.parse(moment).toEpochMilli())).isEqualTo(moment);
        }
    }

    private static String canonical(String published) {
        return text(draft(published).at(POSITION).json());
    }

    private static Draft draft(String published) {
        Decoded decoded = Codec.decode(published.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok) decoded).draft();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
