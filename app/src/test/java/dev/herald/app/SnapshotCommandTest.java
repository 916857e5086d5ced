package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a server says about an auto-commit, as people see it. */
final class SnapshotCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private final HttpServer server;
    private int status = 200;
    private String answer = "";

    SnapshotCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "snapshot",
                "--server",
                "http://127.0.0.1:" + server.getAddress().getPort()));
        all.addAll(List.of(arguments));
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void printsTheCommitAndWhatWasLeftOut() {
        answer = "{\"success\":true,\"mode\":\"shadow\",\"commit_hash\":\"0123456789abcdef\",\"branch\":\"main\","
                + "\"message\":\"two files\\n\\nmore\",\"changes_count\":2,"
                + "\"left_out\":[{\"path\":\".env\",\"reason\":\"secret_name\"}],\"left_out_count\":3}";
        assertThat(run("--project", "shop")).isZero();
        assertThat(asked).containsExactly("POST /api/v1/projects/shop/auto-commit");
        assertThat(out.toString().lines())
                .containsExactly(
                        "0123456789  snapshot of main, 2 files: two files",
                        "  left out  .env  secret_name",
                        "  left out  2 more");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theProjectIsNamedAfterTheDirectoryAsWatchDoes() {
        answer = "{\"success\":false,\"message\":\"no changes\",\"left_out\":[],\"left_out_count\":0}";
        assertThat(run()).isZero();
        assertThat(asked).containsExactly("POST /api/v1/projects/app/auto-commit");
        assertThat(out.toString()).isEqualTo("nothing to commit: no changes\n");
    }

    @Test
    void aRefusalHasItsReasonAndStatusOne() {
        status = 409;
        answer = "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"The branch is protected.\","
                + "\"reason\":\"protected_branch\"}";
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("herald: refused: 409 The branch is protected. (protected_branch)\n");
        status = 403;
        answer = "{\"detail\":\"no\"}";
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("herald token inspect");
    }

    @Test
    void wrongCallsAreUsageAndAskNobody() {
        assertThat(run("--project", "a b")).isEqualTo(2);
        assertThat(run("more")).isEqualTo(2);
        assertThat(asked).isEmpty();
    }
}
