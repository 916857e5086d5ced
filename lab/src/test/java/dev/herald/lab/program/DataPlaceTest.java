package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryRequest;
import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ReceivedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do with git where a server runs takes nothing of the server's away, and shows nothing of it. */
final class DataPlaceTest {
    @TempDir
    Path directory;

    private Path work = Path.of("");

    @BeforeEach
    void make() throws Exception {
        work = Files.createDirectory(directory.resolve("shop"));
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ann");
        git("config", "user.email", "ann@example.org");
        git("config", "commit.gpgsign", "false");
        Files.writeString(work.resolve("a.txt"), "first\n");
        git("add", "-A");
        git("commit", "-q", "-m", "first");
        // What a run prints is kept there by these tests.
        Files.writeString(work.resolve(".git/info/exclude"), "run*\n");
    }

    /** By itself; where an earlier version put it; where somebody wants it. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".herald", "var/data"})
    void survivesWhatGitDoesToTheWorkTree(String place) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--watch", "."));
        arguments.addAll(List.of("--auto-commit", "shadow"));
        if (place.equals(".herald")) {
            Files.createDirectory(work.resolve(place));
        } else if (!place.isEmpty()) {
            arguments.addAll(List.of("--data", place));
        }
        try (Program server = Program.start(Program.launcher(), work, null, arguments.toArray(String[]::new))) {
            URI address = server.address();
            publish(address, "before");
            assertThat(git("status", "--porcelain", "--untracked-files=all")).doesNotContain("journal", "auto-commit");

            Files.writeString(work.resolve("new.txt"), "mine\n");
            git("stash", "-q", "-u");
            git("stash", "drop", "-q");
            git("clean", "-q", "-fd");
            Files.writeString(work.resolve("new.txt"), "mine again\n");
            git("add", "-A");
            assertThat(git("ls-files")).isEqualTo("a.txt\nnew.txt");

            publish(address, "after");
            assertThat(get(address.resolve("/health"))).isEqualTo(200);
            assertThat(names(address)).contains("before", "after");
            Files.writeString(work.resolve("kept.txt"), "kept\n");
            server.await(() -> snapshot().contains("kept.txt"));
            assertThat(snapshot()).doesNotContain("journal", "var/data", "auto-commit");
            assertThat(diff()).doesNotContain("journal", "var/data", "auto-commit");
            assertThat(paths(address))
                    .noneMatch(
                            path -> path.contains("journal") || path.contains("data") || path.contains("auto-commit"));
            server.terminate();
            assertThat(server.status()).isZero();
        }
    }

    @Test
    void journalThatDisappearsIsToldAtOnceWithWhatToDo() throws Exception {
        try (Program server = Program.start(directory, "serve", "--port", "0", "--data", "data")) {
            URI address = server.address();
            publish(address, "before");

            Path away = Files.move(directory.resolve("data"), directory.resolve("away"));

            server.await(() -> server.errors().contains("the journal has been removed from"));
            assertThat(body(address.resolve("/health")))
                    .contains("\"data\":{\"status\":\"unhealthy\"", "git stash pop");
            assertThat(get(address.resolve("/health/ready"))).isEqualTo(503);
            Files.move(away, directory.resolve("data"));
            server.await(() -> server.errors().contains("The journal is back"));
            publish(address, "after");
            assertThat(names(address)).containsExactly("before", "after");
        }
    }

    @Test
    void failedStartLeavesNoDirectory() throws Exception {
        try (Program server = Program.start(directory, "serve", "--port", "0", "--data", "data")) {
            String port = String.valueOf(server.address().getPort());
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            try (Program second = Program.start(elsewhere, "serve", "--port", port)) {
                assertThat(second.status()).isEqualTo(1);
                assertThat(Program.state(elsewhere)).doesNotExist();
            }
        }
    }

    private String snapshot() {
        try {
            return git("ls-tree", "-r", "--name-only", "refs/herald/main");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        } catch (AssertionError notYet) {
            return "";
        }
    }

    private String diff() throws Exception {
        try (Program program = Program.start(work, "snapshots", "diff", "latest")) {
            assertThat(program.status()).as(program.errors()).isZero();
            return program.output();
        }
    }

    private static void publish(URI address, String name) throws Exception {
        try (HeraldClient client = new HeraldClient(ClientSettings.of(address))) {
            String json = "{\"type\":\"custom.mark\",\"data\":{\"name\":\"" + name + "\"}}";
            assertThat(client.publish(Publication.ofJson(json.getBytes(StandardCharsets.UTF_8))))
                    .isInstanceOf(Outcome.Kept.class);
        }
    }

    private static List<String> names(URI address) throws Exception {
        return told(address, "custom.mark", "name");
    }

    private static List<String> paths(URI address) throws Exception {
        return told(address, "file_change", "file_path");
    }

    private static List<String> told(URI address, String type, String field) throws Exception {
        try (HeraldClient client = new HeraldClient(ClientSettings.of(address))) {
            return client.history(HistoryRequest.oldest()).events().stream()
                    .filter(event -> event.type().equals(type))
                    .map(ReceivedEvent::data)
                    .map(data -> String.valueOf(data.get(field)))
                    .toList();
        }
    }

    private static int get(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String body(URI address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
