package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryRequest;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {
    @TempDir
    Path directory;

    @Test
    void losesAndDoublesNothingWhileTheServerIsAwayAndTheWatchIsKilled() throws Exception {
        Path code = Files.createDirectory(directory.resolve("code"));
        Path spool = directory.resolve("spool");
        String port = String.valueOf(freePort());
        String address = "http://127.0.0.1:" + port;
        String[] watch = {"watch", "code", "--server", address, "--spool", spool.toString()};

        try (Program first = Program.start(directory, watch)) {
            first.await(() -> first.errors().contains("watching "));
            Files.writeString(code.resolve("while away"), "1");
            first.await(() -> spooled(spool).contains("while away"));
            first.kill();
        }
        assertThat(spooled(spool)).contains("\"idempotency_key\"");

        try (Program server = Program.start(directory, "serve", "--port", port);
                Program second = Program.start(directory, watch)) {
            server.address();
            second.await(() -> second.errors().contains("watching "));
            Files.writeString(code.resolve("while there"), "2");
            second.await(() -> paths(address).contains("while there"));
            second.terminate();
            second.status();

            assertThat(paths(address)).containsExactly("while away", "while there");
        }
    }

    @Test
    void tellsCommitsAlsoThoseThatWereMadeWhileItWasAway() throws Exception {
        Path code = Files.createDirectory(directory.resolve("code"));
        git(code, "init", "-q", "-b", "main");
        git(code, "commit", "-q", "--allow-empty", "-m", "before");
        Path spool = directory.resolve("spool");
        try (Program server = Program.start(directory, "serve", "--port", "0")) {
            String address = server.address().toString();
            String[] watch = {"watch", "code", "--server", address, "--spool", spool.toString()};
            try (Program first = Program.start(directory, watch)) {
                first.await(() -> first.errors().contains("watching "));
                git(code, "commit", "-q", "--allow-empty", "-m", "while there, closes T-1");
                first.await(() -> told(address, "commit", "message").contains("while there, closes T-1"));
                first.kill();
            }
            git(code, "commit", "-q", "--allow-empty", "-m", "while away");
            try (Program second = Program.start(directory, watch)) {
                second.await(() -> told(address, "commit", "message").contains("while away"));
                git(code, "checkout", "-q", "-b", "other");
                second.await(() -> told(address, "custom.git.operation", "to").contains("other"));
                assertThat(told(address, "commit", "message")).containsExactly("while there, closes T-1", "while away");
                assertThat(told(address, "commit", "task_refs").getFirst()).contains("T-1", "closes");
            }
        }
    }

    @Test
    void endsWithAMessageWhenItCanSendNothingAnyMore() throws Exception {
        Files.createDirectory(directory.resolve("code"));
        // A file of the spool that can be opened and not be read.
        Files.createDirectories(directory.resolve("spool/1.lines"));
        String address = "http://127.0.0.1:" + freePort();
        try (Program watch = Program.start(directory, "watch", "code", "--server", address, "--spool", "spool")) {
            assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
            assertThat(watch.errors())
                    .contains("the spool " + directory.resolve("spool") + " cannot be read any more")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void spoolIsItsOwnersAloneAndHiddenFromGit() throws Exception {
        Path code = Files.createDirectory(directory.resolve("code"));
        git(code, "init", "-q", "-b", "main");
        String address = "http://127.0.0.1:" + freePort();
        try (Program watch = Program.start(
                directory, "watch", "code", "--server", address, "--project", "p", "--spool", "code/spool")) {
            watch.await(() -> watch.errors().contains("watching "));
            Files.writeString(code.resolve("a"), "1");
            watch.await(() -> spooled(code.resolve("spool")).contains("\"a\""));
            assertThat(spooled(code.resolve("spool"))).doesNotContain("spool/");
            try (var files = Files.walk(code.resolve("spool"))) {
                assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith(".gitignore")))
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
            git(code, "add", "-A");
            git(code, "diff", "--cached", "--quiet", "--", "spool");
        }
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@b"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static List<String> paths(String address) {
        return told(address, "file_change", "file_path");
    }

    private static List<String> told(String address, String type, String field) {
        try (HeraldClient client = new HeraldClient(ClientSettings.of(URI.create(address)))) {
            return client.history(HistoryRequest.oldest()).events().stream()
                    .filter(event -> event.type().equals(type))
                    .map(ReceivedEvent::data)
                    .map(data -> String.valueOf(data.get(field)))
                    .toList();
        } catch (ServerException notYet) {
            return List.of();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String spooled(Path spool) {
        try (var files = Files.list(spool)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".lines")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException changedMeanwhile) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
