package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server folds what is published, tells what follows, and takes its states up again. */
@Timeout(120)
final class FoldsTest {
    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private HeraldServer server;

    private void start(Map<String, List<String>> more) throws Exception {
        Map<String, List<String>> given = new java.util.HashMap<>(more);
        given.put("port", List.of("0"));
        given.put("data", List.of(directory.resolve("data").toString()));
        server = HeraldServer.start(
                switch (new SettingsLoader(Map.of(), directory).load(given, null)) {
                    case LoadedSettings.Ready ready -> ready.settings();
                    case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
                });
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private String ask(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String task(int number, String status) {
        return "{\"type\":\"task_update\",\"project_id\":\"p\",\"data\":{\"task_id\":\"T-" + number + "\",\"status\":\""
                + status + "\"}}";
    }

    private int told() {
        return ask("/api/v1/events?event_types=progress_update&limit=1000", "").split("\"event_id\"").length - 1;
    }

    private void await(java.util.function.BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void whatIsPublishedIsFoldedToldOnceAndTakenUpAgain() throws Exception {
        start(Map.of());
        ask("/api/v1/events", task(1, "done"));
        await(() -> told() == 1);
        assertThat(ask("/health", "")).contains("\"projections\":{\"status\":\"healthy\"");
        assertThat(ask("/health/ready", "")).contains("ready").doesNotContain("not ready");
        assertThat(ask("/metrics", "")).contains("herald_fold_lag_seconds 0.0").contains("herald_fold_aside 0.0");
        server.close();
        start(Map.of());
        ask("/api/v1/events", task(2, "todo"));
        await(() -> told() == 2);
        String progress = ask("/api/v1/events?event_types=progress_update&limit=1000", "");
        assertThat(progress).contains("\"source\":\"herald\"").contains("\"progress_percentage\":50");
    }

    /** The states are saved when trimming waits for them, and then it goes on. */
    @Test
    void trimmingGoesOnWhereTheFoldsAllowIt() throws Exception {
        start(Map.of("journal-events", List.of("20")));
        for (int i = 0; i < 50; i++) {
            ask("/api/v1/events", task(i, "todo"));
        }
        await(() -> !ask("/api/v1/events?limit=1000", "").contains("\"T-0\""));
        server.close();
        start(Map.of("journal-events", List.of("20")));
        ask("/api/v1/events", task(0, "done"));
        // Of the fifty that were there one is done: nothing that was trimmed is forgotten.
        await(() -> ask("/api/v1/events?event_types=progress_update&limit=1000", "")
                .contains("\"progress_percentage\":2.0,\"completed_tasks\":1,\"total_tasks\":50,"));
    }
}
