package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program where the system allows it few open files, and where there are none left when somebody connects. */
@Timeout(300)
final class FewFilesTest {
    private static final int FEW = 256;
    private static final int MANY = 400;
    private static final int SESSIONS = 20;
    private static final int READ_MILLIS_MAX = 60_000;
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    @TempDir
    private Path directory;

    private final List<Socket> held = new ArrayList<>();
    private Program server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        String command = "ulimit -n " + FEW + " && exec " + Program.launcher() + " serve --port 0";
        server = Program.start(Path.of("/bin/bash"), directory, null, "-c", command);
        address = server.address();
    }

    @AfterEach
    void stop() throws IOException {
        leave();
        server.close();
    }

    @Test
    void fourHundredConnectionsAreServedOrToldAndHealthIsAnswered() throws Exception {
        assertThat(server.errors()).contains("The limit of open files is " + FEW);
        for (String hello : List.of("", "GET /sse HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")) {
            for (int i = 0; i < MANY; i++) {
                connect(hello);
            }
            assertThat(health()).as(server.errors()).startsWith("HTTP/1.1 200");
            leave();
        }
        assertThat(server.errors()).doesNotContain("could not be accepted");
    }

    @Test
    void whereNoFileIsLeftTheOthersGoOnAndAcceptingGoesOnWhenThereIsOneAgain() throws Exception {
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            streams.add(stream());
        }
        Socket publisher = connect("");
        publish(publisher, "before");
        for (BufferedReader stream : streams) {
            awaitEvent(stream, "before");
        }
        allow(openFiles() + 2);
        for (int i = 0; i < SESSIONS; i++) {
            connect("");
        }
        server.await(() -> server.errors().contains("could not be accepted"));
        publish(publisher, "without a file");
        for (BufferedReader stream : streams) {
            awaitEvent(stream, "without a file");
        }
        leave();
        assertThat(health()).startsWith("HTTP/1.1 200");
        assertThat(server.errors().split("could not be accepted", -1))
                .as("it is said once, and not at each attempt")
                .hasSize(2);
        server.terminate();
        assertThat(server.status()).isZero();
    }

    private Socket connect(String hello) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(READ_MILLIS_MAX);
        held.add(socket);
        socket.getOutputStream().write(hello.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void leave() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private BufferedReader stream() throws IOException {
        InputStream answer = connect("GET /sse HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")
                .getInputStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        awaitEvent(lines, "connection_established");
        return lines;
    }

    private static void awaitEvent(BufferedReader stream, String text) throws IOException {
        String line = stream.readLine();
        while (line != null && !line.contains(text)) {
            line = stream.readLine();
        }
        assertThat(line).as("an event with " + text).isNotNull();
    }

    private void publish(Socket over, String text) throws IOException {
        String event = "{\"type\":\"custom.few\",\"data\":{\"text\":\"" + text + "\"}}";
        String request = "POST /api/v1/events HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + event.length() + "\r\n\r\n" + event;
        over.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream answer = over.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) answer.read());
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(head.toString()).startsWith("HTTP/1.1 201");
        assertThat(length.find()).isTrue();
        answer.skipNBytes(Long.parseLong(length.group(1)));
    }

    private String health() throws IOException {
        Socket socket =
                connect("GET /health HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n");
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return files.count();
        }
    }

    /** What has been reserved at the start is taken away, as if the server had reserved too little. */
    private void allow(long files) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--nofile=" + files)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).isZero();
    }
}
