package dev.herald.lab.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.lab.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's figures and those of {@code recount.py} are the same, to the last digit that a number has. */
@Timeout(600)
class RecountTest {
    private static final Path SCRIPT = Path.of("src/test/python/recount.py").toAbsolutePath();
    private static final long DAY = 86_400_000;
    private static final Map<String, List<String>> KEEPING =
            Map.of("journal-age", List.of("unlimited"), "rate-reads", List.of("off"), "rate-connect", List.of("off"));

    @TempDir
    private Path data;

    /** 200 days to one and a half days ago: long enough that nothing which follows from them is told any more. */
    @Test
    void randomHistoriesAddUpToTheSame() throws Exception {
        long seed = Long.getLong("herald.seed", System.nanoTime());
        long end = System.currentTimeMillis() - DAY * 3 / 2;
        long begin = end - 200 * DAY;
        Past past = new Past();
        new RandomProject(past, "berlin", begin, end, seed).make("Europe/Berlin", "", 300);
        new RandomProject(past, "angeles", begin + 20 * DAY, end, seed + 1)
                .make(
                        "America/Los_Angeles",
                        ",\"settings\":{\"people\":{\"ann\":[\"ann\",\"Bob\"]},\"production\":[\"live\"]}",
                        400);
        new RandomProject(past, "utc", begin + 150 * DAY, end, seed + 2).make("UTC", "", 200);
        past.write(data);
        try (RunningServer server = RunningServer.start(data, KEEPING)) {
            recount(server, "seed " + seed);
        }
    }

    private static void recount(RunningServer server, String what) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", "-B", SCRIPT.toString());
        builder.environment().put("HERALD_URL", server.uri("http", "").toString());
        Process running = builder.redirectErrorStream(true).start();
        running.getOutputStream().close();
        Thread guard = Thread.startVirtualThread(() -> endIfLate(running));
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = running.waitFor();
        guard.interrupt();
        assertThat(status).as(what + "\n" + said).isZero();
    }

    private static void endIfLate(Process running) {
        try {
            if (!running.waitFor(Duration.ofMinutes(4))) {
                running.destroyForcibly();
            }
        } catch (InterruptedException itHasEnded) {
            Thread.currentThread().interrupt();
        }
    }
}
