package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LinePublisherTest {
    private static final String EVENT = "{\"type\":\"custom.a\"}";

    private final ManualServer server = new ManualServer();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void takesBlankLinesCarriageReturnsAndAMissingLastNewline() throws Exception {
        assertThat(publish("\n" + EVENT + "\r\n  \r\n\n" + EVENT, "k")).isTrue();

        assertThat(server.keys()).containsExactly("k-2", "k-5");
        assertThat(err.toString()).isEqualTo("herald: 2 published, 0 refused; the last is 1-1\n");
    }

    @Test
    void tellsEachRefusalWithItsLine() throws Exception {
        String input = EVENT + "\nnonsense\n{\"type\":\"custom.a\",\"data\":{\"bad\":1}}\n[1]\n" + EVENT + "\n";

        assertThat(publish(input, null)).isFalse();

        assertThat(server.kept()).hasSize(2);
        assertThat(err.toString().lines().toList())
                .anySatisfy(line -> assertThat(line).startsWith("herald: line 2: refused: "))
                .anySatisfy(line -> assertThat(line).isEqualTo("herald: line 3: refused: /data is bad"))
                .anySatisfy(line -> assertThat(line).startsWith("herald: line 4: refused: "))
                .last()
                .asString()
                .startsWith("herald: 2 published, 3 refused");
    }

    @Test
    void lineAtTheLimitIsReadAndOneBeyondIsRefused() throws Exception {
        String frame = "{\"type\":\"custom.a\",\"data\":{\"t\":\"\"}}";
        String longest =
                frame.replace("\"\"}}", "\"" + "x".repeat(EventLines.LINE_BYTES_MAX - frame.length()) + "\"}}");

        assertThat(publish(longest + "\n" + longest + " \n" + EVENT, null)).isFalse();

        assertThat(server.kept()).hasSize(2);
        assertThat(err.toString()).contains("line 2: refused: longer than 1 MiB");
    }

    @Test
    void sameInputUnderTheSameKeyAddsNothing() throws Exception {
        publish(EVENT + "\n" + EVENT, "import");
        publish(EVENT + "\n" + EVENT + "\n" + EVENT, "import");

        assertThat(server.keys()).containsExactly("import-1", "import-2", "import-3");
    }

    @Test
    void manyLinesGoInBoundedRequests() throws Exception {
        int count = LinePublisher.REQUEST_EVENTS_MAX + 1;

        assertThat(publish((EVENT + "\n").repeat(count), "k")).isTrue();

        assertThat(server.kept()).hasSize(count);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void emptyInputIsFine() throws Exception {
        assertThat(publish("", null)).isTrue();
        assertThat(err.toString()).isEqualTo("herald: 0 published, 0 refused\n");
    }

    @Test
    void saysFromWhichLineOnNothingIsKnown() {
        server.behave(ManualServer.Mood.AWAY);

        assertThatThrownBy(() -> publish("\n" + EVENT, "k"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("from line 2 on nothing is known: ")
                .hasMessageContaining("--idempotency");
    }

    private boolean publish(String input, @Nullable String key) throws IOException, InterruptedException {
        ClientSettings settings = ClientSettings.of(server.address())
                .withAttempts(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)));
        try (HeraldClient client = new HeraldClient(settings)) {
            LinePublisher publisher =
                    new LinePublisher(client::publish, new PrintWriter(err, true), Terminal.of(false, Map.of()), key);
            return publisher.publish(new EventLines(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
