package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code python-socketio} as its packages bring it: it takes an answer of more than 16 packets for an error. */
@Timeout(300)
class PythonClientTest {
    private static final Path SCRIPT = Path.of("src/test/python/burst.py").toAbsolutePath();

    @TempDir
    private Path temporary;

    @Test
    void aBurstIsHeardOnceAndInOrderByOneConnection() throws Exception {
        Map<String, List<String>> unlimited = Map.of("rate-publish", List.of("off"));
        try (RunningServer server = RunningServer.start(temporary, unlimited)) {
            for (String transports : List.of("polling", "polling,websocket")) {
                for (String stamps : List.of("stamped", "bare")) {
                    hear(server, transports, stamps);
                }
            }
        }
    }

    private static void hear(RunningServer server, String transports, String stamps) throws Exception {
        String project = transports.replace(',', '-') + "-" + stamps;
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", SCRIPT.toString(), project, transports, stamps);
        builder.environment().put("HERALD_URL", server.uri("http", "").toString());
        builder.environment().put("COUNT", "3000");
        Process running = builder.redirectErrorStream(true).start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
    }
}
