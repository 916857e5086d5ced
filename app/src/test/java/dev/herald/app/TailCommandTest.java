package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** An answer that will not change ends the command; what may pass is tried again. */
@Timeout(60)
final class TailCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HttpServer other;

    TailCommandTest() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
    }

    @AfterEach
    void close() {
        other.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + other.getAddress().getPort();
    }

    private void answers(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example/");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "404, text/html, <html>no such page</html>",
        "405, text/plain, no",
        "301, text/html, moved",
        "400, text/html, sent to the wrong port",
        "200, text/html, <html>a site that is at every path</html>"
    })
    void whatIsNoHeraldServerEndsIt(int status, String type, String text) {
        answers(status, type, text);
        for (List<String> more : List.of(List.<String>of(), List.of("--after", "0-0"))) {
            boolean isOfStreams = status == 400 && !more.isEmpty();
            assertThat(run(address(), more)).isEqualTo(isOfStreams ? 1 : 2);
            assertThat(err.toString())
                    .contains(isOfStreams ? "400" : "what answers at " + address() + " is no Herald server")
                    .hasLineCount(1);
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void plainTextWhereTlsIsExpectedEndsIt() throws Exception {
        try (OtherServer plain = new OtherServer("HTTP/1.1 400 Bad Request")) {
            assertThat(run("https://127.0.0.1:" + plain.port(), List.of())).isEqualTo(2);
            assertThat(err.toString()).contains("does not speak TLS").hasLineCount(1);
        }
    }

    @Test
    void anotherProtocolEndsIt() throws Exception {
        try (OtherServer shell = new OtherServer("SSH-2.0-OpenSSH_9.9")) {
            assertThat(run("http://127.0.0.1:" + shell.port(), List.of())).isEqualTo(2);
            assertThat(err.toString()).contains("does not speak HTTP").hasLineCount(1);
        }
    }

    private int run(String server, List<String> more) {
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new java.util.ArrayList<>(List.of("tail", "--server", server));
        all.addAll(more);
        return line.execute(all.toArray(String[]::new));
    }
}
