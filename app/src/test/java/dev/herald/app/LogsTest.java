package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Audit;
import dev.herald.server.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogsTest {
    private static final Audit.Who WHO = new Audit.Who("c-1", "ann\n\"x\"", "192.0.2.1");

    @Test
    void auditIsFieldsOfAJsonLine() throws IOException {
        List<String> lines =
                written(Settings.LogFormat.JSON, () -> Audit.tell(Audit.Act.REFUSED, WHO, "websocket 401"));

        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("audit");
        assertThat(line.path("act").asText()).isEqualTo("refused");
        assertThat(line.path("connection_id").asText()).isEqualTo("c-1");
        assertThat(line.path("principal").asText()).isEqualTo("ann\n\"x\"");
        assertThat(line.path("address").asText()).isEqualTo("192.0.2.1");
        assertThat(line.path("formattedMessage").asText()).contains("websocket 401");
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        Audit.Who nobody = new Audit.Who(null, null, "192.0.2.1");
        List<String> lines = written(Settings.LogFormat.JSON, () -> Audit.tell(Audit.Act.CONNECTED, nobody, "sse"));

        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.has("principal")).isTrue();
        assertThat(line.path("principal").isNull()).isTrue();
    }

    @Test
    void whoIsNotNamedIsSaidInWords() {
        Audit.Who nobody = new Audit.Who(null, null, "192.0.2.1");
        Audit.Who connected = new Audit.Who("c-1", null, "192.0.2.1");
        List<String> lines = written(Settings.LogFormat.TEXT, () -> {
            Audit.tell(Audit.Act.REFUSED, nobody, "websocket 401");
            Audit.tell(Audit.Act.CONNECTED, connected, "sse");
        });
        assertThat(lines.getFirst()).endsWith("REFUSED of an unnamed caller at 192.0.2.1: websocket 401");
        assertThat(lines.getLast()).endsWith("CONNECTED c-1 of an unnamed caller at 192.0.2.1: sse");
    }

    @Test
    void auditIsOneLineOfText() {
        List<String> lines =
                written(Settings.LogFormat.TEXT, () -> Audit.tell(Audit.Act.REFUSED, WHO, "websocket 401"));

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("c-1")
                .contains("of \"ann\\u{a}\\\"x\\\"\" at")
                .endsWith("websocket 401");
    }

    @Test
    void aSubjectCannotLookLikeTheRestOfTheLine() {
        Audit.Who liar = new Audit.Who("c-1", "ann\" at 10.0.0.1: fine \\", "192.0.2.1");
        List<String> lines = written(Settings.LogFormat.TEXT, () -> Audit.tell(Audit.Act.CONNECTED, liar, "sse"));

        assertThat(lines.getFirst()).endsWith("CONNECTED c-1 of \"ann\\\" at 10.0.0.1: fine \\\\\" at 192.0.2.1: sse");
    }

    /** Escape, bell, C1's CSI and next line, marks of direction, ends of lines that are none of ours. */
    private static final String COMMANDS = "\u001b[2J\u0007\u009b2J\u0085\u202e\u2066\u200f\u061c\u2028\u2029\u007f";

    @Test
    void nothingThatAClientSendsCommandsATerminal() throws IOException {
        for (Settings.LogFormat format : Settings.LogFormat.values()) {
            List<String> lines = written(format, () -> {
                Audit.tell(Audit.Act.REFUSED, new Audit.Who(null, "x" + COMMANDS + "y", "192.0.2.1"), COMMANDS + "z");
                LoggerFactory.getLogger("a").error("said {}", COMMANDS, new IllegalStateException(COMMANDS + "end"));
            });
            assertThat(String.join("", lines).replace("\t", ""))
                    .as("%s", format)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]")
                    .contains("end");
            if (format == Settings.LogFormat.JSON) {
                assertThat(new ObjectMapper()
                                .readTree(lines.getFirst())
                                .path("principal")
                                .asText())
                        .isEqualTo("x" + COMMANDS + "y");
            }
        }
    }

    @Test
    void exceptionStaysOnTheLine() throws IOException {
        List<String> lines = written(
                Settings.LogFormat.JSON,
                () -> LoggerFactory.getLogger("a").error("it broke", new IllegalStateException("on\npurpose")));

        assertThat(lines).hasSize(1);
        assertThat(new ObjectMapper()
                        .readTree(lines.getFirst())
                        .path("throwable")
                        .toString())
                .contains("purpose");
    }

    private static List<String> written(Settings.LogFormat format, Runnable logging) {
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            Logs.apply(new Settings.Log(format, Settings.LogLevel.INFO));
            logging.run();
        } finally {
            System.setErr(before);
            Logs.apply(new Settings.Log(Settings.LogFormat.TEXT, Settings.LogLevel.WARN));
        }
        return heard.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
