package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeTest {
    @TempDir
    Path directory;

    @Test
    void servesOnAFreePortAndStopsCleanlyWhenTerminated() throws Exception {
        Path watched = Files.createDirectory(directory.resolve("code"));
        try (Program server = Program.start(directory, "serve", "--port", "0", "--watch", "code")) {
            URI address = server.address();

            assertThat(get(address.resolve("/health"))).isEqualTo(200);
            assertThat(server.output())
                    .contains("watching  " + watched + " as project code")
                    .contains("data in   " + Program.state(directory).resolve("herald/data-"))
                    .contains("Ctrl-C");
            server.terminate();
            assertThat(server.status()).isZero();
            assertThat(server.errors()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void keepsItsEventsFromOneStartToTheNext() throws Exception {
        for (int i = 1; i <= 2; i++) {
            try (Program server = Program.start(directory, "serve", "--port", "0")) {
                String address = server.address().toString();
                publish(address, "custom.start", "n:=" + i);
                assertThat(events(address, i)).hasLineCount(i).contains("{\"n\":" + i);
                server.terminate();
                assertThat(server.status()).isZero();
            }
        }
    }

    @Test
    void wrongSettingEndsInOneLineAndStatusTwo() throws Exception {
        assertRefused(2, "port: \"70000\" (from --port) is not allowed", "serve", "--port", "70000");
        assertRefused(2, "set HERALD_JWT_SECRET", "serve", "--host", "0.0.0.0");
        Files.writeString(directory.resolve("herald.yaml"), "prot: 1\n");
        assertRefused(2, "did you mean port?", "serve");
    }

    @Test
    void takenPortEndsInOneLineAndStatusOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused(1, port, "serve", "--port", port);
        }
    }

    @Test
    void lockedJournalEndsInOneLineAndStatusOne() throws Exception {
        try (Program first = Program.start(directory, "serve", "--port", "0")) {
            first.address();
            assertRefused(1, "a server runs there already", "serve", "--port", "0");
        }
    }

    @Test
    void unusableDataDirectoryEndsInOneLineAndStatusOne() throws Exception {
        Files.writeString(directory.resolve("file"), "not a directory");
        assertRefused(1, "file", "serve", "--port", "0", "--data", "file/data");
    }

    @Test
    void worksThroughASymbolicLinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("h"), Program.launcher());
        try (Program program = Program.start(link, directory, null, "version")) {
            assertThat(program.status()).isZero();
            assertThat(program.output()).startsWith("herald ").contains("Java 25");
        }
    }

    private void assertRefused(int status, String saying, String... arguments) throws Exception {
        try (Program program = Program.start(directory, arguments)) {
            assertThat(program.status()).as(program.errors()).isEqualTo(status);
            assertThat(program.output()).isEmpty();
            assertThat(program.errors().lines().filter(line -> !line.matches("herald: (builds|built|waits).*")))
                    .singleElement()
                    .asString()
                    .startsWith("herald: ")
                    .contains(saying);
        }
    }

    private void publish(String address, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(new String[] {"publish", "--server", address}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        try (Program program = Program.start(directory, all)) {
            assertThat(program.status()).as(program.errors()).isZero();
            assertThat(program.output()).matches("[0-9]+-[0-9]+\n");
        }
    }

    private String events(String address, int count) throws Exception {
        try (Program tail = Program.start(
                directory,
                "tail",
                "--server",
                address,
                "--types",
                "custom.start",
                "--after",
                "0-0",
                "--json",
                "--count",
                String.valueOf(count))) {
            assertThat(tail.status()).as(tail.errors()).isZero();
            return tail.output();
        }
    }

    private static int get(URI address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
