package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class PublishCommandTest {
    private final ManualServer server = new ManualServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void publishesWhatTheArgumentsSayAndPrintsTheId() {
        int status = run(
                "custom.deploy",
                "version=1.40",
                "ok:=true",
                "n:=1.50",
                "say=a=\"b\"\n",
                "--project",
                "shop",
                "--source",
                "ci",
                "--idempotency",
                "k");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString()).isEqualTo("1-0\n");
        assertThat(server.kept())
                .singleElement()
                .asString()
                .contains("\"type\":\"custom.deploy\",\"project_id\":\"shop\",\"source\":\"ci\"")
                .contains("\"data\":{\"version\":\"1.40\",\"ok\":true,\"n\":1.50,\"say\":\"a=\\\"b\\\"\\n\"}");
        assertThat(server.keys()).containsExactly("k");
    }

    @Test
    void takesDataWhole() {
        assertThat(run("custom.a", "--data", "{\"x\":\n[1, 2]}")).isZero();
        assertThat(server.kept()).singleElement().asString().contains("\"data\":{\"x\": [1, 2]}");
    }

    @Test
    void refusalIsToldAndTheStatusSaysSo() {
        assertThat(run("custom.a", "--data", "{\"bad\":1}")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("herald: refused: 422 the event is invalid\n");
    }

    @Test
    void whereThereIsNoHeraldServerItSaysSoAtOnce() {
        server.behave(ManualServer.Mood.ANOTHER);
        assertThat(run("custom.a")).isEqualTo(2);
        assertThat(err.toString())
                .contains("herald: not published: what answers at " + server.address() + " is no Herald server")
                .contains("404", "--server URL")
                .hasLineCount(1);
        assertThat(run("custom.a", "--server", server.address() + "/elsewhere")).isEqualTo(2);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void wherePlainTextIsSpokenInsteadOfTlsItSaysSoAtOnce() throws Exception {
        try (OtherServer plain = new OtherServer("HTTP/1.1 400 Bad Request")) {
            assertThat(run("custom.a", "--server", "https://127.0.0.1:" + plain.port()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("does not speak TLS").hasLineCount(1);
        }
    }

    @Test
    void whatMayPassIsTriedAgainAndSaidOnce() {
        server.behave(ManualServer.Mood.AWAY, ManualServer.Mood.AWAY, ManualServer.Mood.SILENT);
        assertThat(run("custom.a")).isZero();
        assertThat(err.toString())
                .contains("herald: not published yet: " + server.address() + " answers 503 the log cannot accept")
                .contains("tried up to 6 times", "Ctrl-C ends it")
                .hasLineCount(1);
        assertThat(server.kept()).hasSize(1);
    }

    @Test
    void wrongArgumentsAreUsage() {
        assertThat(run("custom.a", "x")).isEqualTo(2);
        assertThat(run("custom.a", "x:={")).isEqualTo(2);
        assertThat(run("custom.a", "--data", "{} {}")).isEqualTo(2);
        assertThat(run("custom.a", "x=1", "--data", "{}")).isEqualTo(2);
        assertThat(run("--data", "{}")).isEqualTo(2);
        assertThat(run("custom.a", "--server", "ftp://x")).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(6);
        assertThat(server.requests()).isZero();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("publish"));
        if (!List.of(arguments).contains("--server")) {
            all.addAll(List.of("--server", server.address().toString()));
        }
        all.addAll(List.of(arguments));
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }
}
