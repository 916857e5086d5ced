package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work is kept by a running server and got back with the program, as a user does it. */
final class AutoCommitTest {
    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
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
    }

    @AfterEach
    void close() {
        client.close();
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

    private String run(int status, String... arguments) throws Exception {
        try (Program program = Program.start(directory, arguments)) {
            assertThat(program.status()).as(program.output() + program.errors()).isEqualTo(status);
            return status == 0 ? program.output() : program.errors();
        }
    }

    private String events(URI address, String type) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/events?event_types=" + type))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsWrittenIsKeptAndComesBack() throws Exception {
        try (Program server =
                Program.start(directory, "serve", "--port", "0", "--watch", "shop", "--auto-commit", "shadow")) {
            URI address = server.address();
            assertThat(server.output()).contains("as project shop, auto-commit shadow");
            server.await(() -> {
                write("src/new.txt", "precious " + System.nanoTime() + "\n");
                return events(address, "file_change").contains("src/new.txt");
            });
            String precious = Files.readString(work.resolve("src/new.txt"));
            server.await(() -> events(address, "auto_commit_result").contains("\"success\":true"));
            // On a slow machine one that was taken earlier has what was written before.
            server.await(() -> saved().equals(precious));
            String list = run(0, "snapshots", "list", "-C", "shop");
            assertThat(list).contains("main", "change", "1 file +1");

            write("src/new.txt", "lost\n");
            assertThat(run(0, "snapshot", "--server", address.toString(), "--project", "shop"))
                    // Two seconds later it has been taken already.
                    .containsAnyOf("snapshot of main, 1 file", "nothing to commit");
            assertThat(run(0, "snapshots", "diff", "-C", "shop", "latest~1")).contains("-" + precious.strip(), "+lost");
            run(0, "snapshots", "restore", "-C", "shop", "latest~1", "--directory", "back");
            assertThat(directory.resolve("back/src/new.txt")).hasContent(precious);
            assertThat(directory.resolve("back/a.txt")).hasContent("first\n");
            assertThat(work.resolve("src/new.txt")).hasContent("lost\n");
            assertThat(git("status", "--porcelain")).isEqualTo("?? src/");
            assertThat(git("log", "--format=%s", "--branches")).isEqualTo("first");
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.errors()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void onMainABranchCommitIsRefusedWithItsReason() throws Exception {
        try (Program server =
                Program.start(directory, "serve", "--port", "0", "--watch", "shop", "--auto-commit", "shop=branch")) {
            URI address = server.address();
            write("a.txt", "changed\n");
            assertThat(run(1, "snapshot", "--server", address.toString(), "--project", "shop"))
                    .startsWith("herald: refused: ")
                    .contains("protected_branch");
            assertThat(git("log", "--format=%s")).isEqualTo("first");
            assertThat(git("status", "--porcelain")).isEqualTo("M a.txt");
        }
    }

    private String saved() {
        try {
            return git("cat-file", "blob", "refs/herald/main:src/new.txt") + "\n";
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String name, String content) {
        try {
            Files.createDirectories(work.resolve(name).getParent());
            Files.writeString(work.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
