package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.ClientSettings;
import dev.herald.client.ConnectionState;
import dev.herald.client.HeraldClient;
import dev.herald.client.Interest;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.Subscriber;
import dev.herald.event.Position;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's files may not grow any more, by a limit of the system that needs no right to set, and then may again. */
final class FullDiskTest {
    private static final int FILE_KIB_MAX = 4 * 1024;
    private static final int REQUESTS_MAX = 2_000;
    private static final Pattern ID = Pattern.compile("\"([0-9]+-[0-9]+)\"");

    @TempDir
    Path directory;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void publishersAreRefusedSubscribersStayAndAllGoesOnWhenThereIsRoom() throws Exception {
        try (Program built = Program.start(directory, "version")) {
            assertThat(built.status()).as(built.errors()).isZero();
        }
        String command = "ulimit -S -f " + FILE_KIB_MAX + " && exec " + Program.launcher() + " serve --port 0";
        try (Program server = Program.start(Path.of("/bin/bash"), directory, null, "-c", command)) {
            URI address = server.address();
            Heard heard = new Heard();
            try (HeraldClient client = new HeraldClient(ClientSettings.of(address))) {
                client.subscribe(Interest.ALL.after(Position.ORIGIN), heard);
                List<String> kept = publishUntilRefused(address);
                assertThat(get(address, "/health")).isEqualTo(503);
                assertThat(get(address, "/health/ready")).isEqualTo(503);
                assertThat(get(address, "/health/live")).isEqualTo(200);

                unlimit(server);
                server.await(() -> get(address, "/health") == 200);
                HttpResponse<String> answer = publish(address);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                kept.add(id(answer));

                server.await(() -> heard.positions.size() >= kept.size());
                assertThat(heard.positions).containsExactlyElementsOf(kept);
                assertThat(heard.states).hasSize(2);
            }
            server.terminate();
            assertThat(server.status()).isZero();
        }
    }

    private List<String> publishUntilRefused(URI address) throws IOException, InterruptedException {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < REQUESTS_MAX; i++) {
            HttpResponse<String> answer = publish(address);
            if (answer.statusCode() != 201) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                return kept;
            }
            kept.add(id(answer));
        }
        throw new AssertionError("the files grew beyond their limit");
    }

    private HttpResponse<String> publish(URI address) throws IOException, InterruptedException {
        String event = "{\"type\":\"custom.large\",\"data\":{\"text\":\"" + "x".repeat(100_000) + "\"}}";
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String id(HttpResponse<String> answer) {
        Matcher id = ID.matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return id.group(1);
    }

    private int get(URI address, String path) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static void unlimit(Program server) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=unlimited")
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /** Any thread. */
    private static final class Heard implements Subscriber {
        private final Queue<String> positions = new ConcurrentLinkedQueue<>();
        private final Queue<ConnectionState> states = new ConcurrentLinkedQueue<>();

        @Override
        public void onEvent(ReceivedEvent event) {
            event.position().map(Position::toString).ifPresent(positions::add);
        }

        @Override
        public void onGap(Position requested, Position oldestAvailable) {}

        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }
    }
}
