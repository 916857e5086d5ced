package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the limit of open files leaves, as figures and in a process of its own that has few. */
@Timeout(120)
final class OpenFilesTest {
    private static final int FEW = 256;
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    void enoughFilesLeaveAllThatIsWanted() throws StartException {
        assertThat(new OpenFiles(20_000, 100).room(10_000)).isEqualTo(new OpenFiles.Room(10_000, 256, 256));
    }

    @Test
    void fewFilesAreSharedAmongSessionsRequestsAndRefusals() throws StartException {
        OpenFiles.Room room = new OpenFiles(FEW, 96).room(10_000);
        assertThat(room).isEqualTo(new OpenFiles.Room(100, 40, 20));
        assertThat(new OpenFiles(FEW, 96).shortage(room, 10_000))
                .contains("256", "96", "100 sessions", "10000", "ulimit -n");
        assertThat(new OpenFiles(FEW, 96).room(10)).isEqualTo(new OpenFiles.Room(10, 40, 20));
    }

    @Test
    void aStartWithHardlyAnyFilesIsRefused() {
        assertThatThrownBy(() -> new OpenFiles(100, 90).room(10_000))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void aServerWithFewFilesRefusesInWordsStaysHealthyAndFloodsNoLog() throws Exception {
        Path log = directory.resolve("log");
        Process process = started(log);
        List<Socket> held = new ArrayList<>();
        try {
            int port = port(process, log);
            Map<String, Integer> answers = new TreeMap<>();
            for (int count = 0; count < FEW + 50; count++) {
                Socket socket = new Socket("127.0.0.1", port);
                held.add(socket);
                answers.merge(answer(socket), 1, Integer::sum);
            }
            assertThat(answers).containsOnlyKeys("101", "1013");
            for (int count = 0; count < FEW; count++) {
                Socket socket = new Socket("127.0.0.1", port);
                held.add(socket);
                socket.getOutputStream().write(HANDSHAKE.substring(0, 40).getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(health(port)).isEqualTo(200);
            List<String> said = Files.readAllLines(log);
            assertThat(said).anyMatch(line -> line.contains("The limit of open files is " + FEW));
            assertThat(said).noneMatch(line -> line.contains("could not be accepted"));
            assertThat(said.size()).isLessThan(FEW);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Process started(Path log) throws IOException {
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n " + FEW + " && exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Served.class.getName(),
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int port(Process process, Path log) throws IOException, InterruptedException {
        while (true) {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("port ")) {
                    return Integer.parseInt(line.substring(5));
                }
            }
            // The time of the whole test bounds this.
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("the process did not start: " + Files.readString(log));
            }
        }
    }

    private static int health(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** The status, or the close code where it was opened only to be told. */
    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    return "closed";
                }
                head.append((char) c);
            }
            String status = head.substring(9, 12);
            if (!status.equals("101")) {
                return status;
            }
            // What is served is greeted first (text), what is not is closed (0x88).
            boolean isClosed = socket.getInputStream().read() == 0x88;
            return isClosed ? "1013" : "101";
        } catch (IOException reset) {
            return "closed";
        }
    }

    /** The process. */
    static final class Served {
        private Served() {}

        public static void main(String[] arguments) throws Exception {
            Map<String, List<String>> given = Map.of("port", List.of("0"), "data", List.of(arguments[0]));
            Settings settings = switch (new SettingsLoader(Map.of(), Path.of(arguments[0])).load(given, null)) {
                case LoadedSettings.Ready ready -> ready.settings();
                case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
            };
            HeraldServer server = HeraldServer.start(settings);
            System.out.println("port " + server.address().getPort());
            Thread.currentThread().join();
        }
    }
}
