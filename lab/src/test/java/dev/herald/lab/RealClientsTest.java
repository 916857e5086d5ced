package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript libraries that people use, {@code ws} and {@code eventsource}, as they come from npm. */
class RealClientsTest {
    private static final Path SCRIPTS = Path.of("src/test/node");

    @TempDir
    private Path temporary;

    @Test
    void wsAndEventSourceHearEverythingOnceAndInOrder() throws Exception {
        assertThat(Files.isDirectory(SCRIPTS.resolve("node_modules")))
                .as("the libraries are there; else run: (cd lab/src/test/node && npm ci)")
                .isTrue();
        try (RunningServer server = RunningServer.start(temporary, Map.of())) {
            ProcessBuilder node = new ProcessBuilder("node", "--test", "real-clients.test.mjs")
                    .directory(SCRIPTS.toFile())
                    .redirectErrorStream(true);
            node.environment().put("HERALD_URL", "http://127.0.0.1:" + server.port());
            Process running = node.start();
            String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(running.waitFor()).as(said).isZero();
        }
    }
}
