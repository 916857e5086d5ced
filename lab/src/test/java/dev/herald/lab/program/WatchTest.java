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

    private static List<String> paths(String address) {
        try (HeraldClient client = new HeraldClient(ClientSettings.of(URI.create(address)))) {
            return client.history(HistoryRequest.oldest()).events().stream()
                    .filter(event -> event.type().equals("file_change"))
                    .map(ReceivedEvent::data)
                    .map(data -> String.valueOf(data.get("file_path")))
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
                    files.filter(path -> path.toString().endsWith(".ndjson")).toList()) {
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
