package dev.herald.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.Role;
import dev.herald.lab.RunningServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/connect.md, each run as it stands against a server with a key, hear what happens meanwhile. */
final class ConnectPageTest {
    private static final Path LIBRARIES = Path.of("src/test/node").toAbsolutePath();
    private static final Set<String> RUN = Set.of(
            "socketio.mjs",
            "socketio-resume.mjs",
            "socketio-refresh.mjs",
            "socketio-refused.mjs",
            "useRoom.mjs",
            "eventsource.mjs",
            "websocket.mjs",
            "listen.py",
            "curl-listen.sh",
            "curl-publish.sh");
    /** What the page writes where the reader's own goes. */
    private static final String ADDRESS = "localhost:8000";

    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([0-9-]+)\"");
    private static final String TOKEN = "YOUR_TOKEN";
    private static final String TOKEN_ADDRESS = "https://app.example.org/herald-token";

    private final Path temporary;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Tokens tokens;
    private final Page page;
    private RunningServer server;

    ConnectPageTest(@TempDir Path temporary) throws Exception {
        this.temporary = temporary;
        page = Page.read(Path.of("../docs/connect.md"));
        tokens = new Tokens(1);
        server = RunningServer.start(temporary.resolve("data"), Map.of("jwt-secret", List.of(Tokens.SECRET)));
    }

    @AfterEach
    void stop() {
        server.close();
        tokens.close();
        http.close();
    }

    @Test
    void everySnippetHasANameAndIsRun() {
        assertThat(page.nameless()).isEmpty();
        assertThat(page.snippets().keySet()).containsExactlyInAnyOrderElementsOf(RUN);
    }

    @Test
    void socketIoClientHearsItsRoom() throws Exception {
        try (RunningSnippet snippet = node("socketio.mjs", Map.of())) {
            publishUntilHeard(snippet);
        }
    }

    /** A server without keys refuses a token as it is shown, or does not look at it: each program hears all the same. */
    @Test
    void aServerWithoutKeysIsHeardToo() throws Exception {
        server.close();
        try (RunningServer open = RunningServer.start(temporary.resolve("open"), Map.of())) {
            server = open;
            for (String name : List.of("websocket.mjs", "eventsource.mjs", "socketio.mjs", "socketio-refresh.mjs")) {
                try (RunningSnippet snippet = node(name, Map.of())) {
                    publishUntilHeard(snippet);
                }
            }
            try (RunningSnippet snippet = python()) {
                publishUntilHeard(snippet);
            }
        }
    }

    @Test
    void socketIoClientGoesOnAfterTheLastEventItHasSeen() throws Exception {
        String seen = publish(1);
        publish(2);
        publish(3);
        try (RunningSnippet snippet = node("socketio-resume.mjs", Map.of("STORED", seen))) {
            snippet.await("build-7 3 %");
            assertThat(snippet.output()).contains("build-7 2 %").doesNotContain("build-7 1 %");
        }
    }

    @Test
    void socketIoClientReplacesItsTokenBeforeItEnds() throws Exception {
        try (RunningSnippet snippet = node("socketio-refresh.mjs", Map.of())) {
            snippet.await("good until");
            outliveTheFirstToken();
            publishUntilHeard(snippet);
            assertThat(tokens.given()).isEqualTo(2);
        }
    }

    @Test
    void socketIoClientIsToldWhyItIsRefused() throws Exception {
        try (RunningSnippet snippet = node("socketio-refused.mjs", Map.of())) {
            snippet.await("AUTH_FAILED");
        }
    }

    @Test
    void reactShowsItsRoomAndLeavesItWithTheComponent() throws Exception {
        try (RunningSnippet snippet = node("useRoom.mjs", Map.of(), LIBRARIES.resolve("mount.mjs"))) {
            snippet.await("live: ");
            publishUntilHeard(snippet);
            assertThat(snippet.status()).as(snippet.output()).isZero();
        }
    }

    @Test
    void eventSourceReplacesItsTokenBeforeItEnds() throws Exception {
        try (RunningSnippet snippet = node("eventsource.mjs", Map.of())) {
            snippet.await("good until");
            outliveTheFirstToken();
            publishUntilHeard(snippet);
            assertThat(tokens.given()).isEqualTo(2);
        }
    }

    @Test
    void webSocketReplacesItsTokenBeforeItEnds() throws Exception {
        try (RunningSnippet snippet = node("websocket.mjs", Map.of())) {
            publishUntilHeard(snippet);
            outliveTheFirstToken();
            publish(99);
            snippet.await("build-7 99 %");
            assertThat(snippet.output()).doesNotContain("closed");
            assertThat(tokens.given()).isEqualTo(2);
        }
    }

    @Test
    void pythonReplacesItsTokenBeforeItEnds() throws Exception {
        try (RunningSnippet snippet = python()) {
            snippet.await("good until");
            outliveTheFirstToken();
            publishUntilHeard(snippet);
            assertThat(snippet.output()).contains("subscribed: {'status': 'success', 'room': 'project:shop'}");
            assertThat(tokens.given()).isEqualTo(2);
        }
    }

    @Test
    void curlHearsWhatItPublishes() throws Exception {
        try (RunningSnippet listening = bash("curl-listen.sh")) {
            listening.await("connection_established");
            try (RunningSnippet publishing = bash("curl-publish.sh")) {
                assertThat(publishing.status()).as(publishing.output()).isZero();
                Matcher id = EVENT_ID.matcher(publishing.output());
                assertThat(id.find()).as(publishing.output()).isTrue();
                listening.await("id: " + id.group(1));
                assertThat(publishing.output()).contains("\"events\":[{" + id.group());
            }
            assertThat(listening.output()).contains("\"progress\":40");
        }
    }

    /** The system's, for which Debian's packages are; another may come first in the path. */
    private RunningSnippet python() throws IOException {
        return RunningSnippet.start(
                temporary, List.of("/usr/bin/python3", write("listen.py").toString()), Map.of());
    }

    private RunningSnippet bash(String name) throws IOException {
        return RunningSnippet.start(temporary, List.of("bash", write(name).toString()), Map.of("TOKEN", token()));
    }

    /** A stream with a token as short, made later than the snippet's, has ended. */
    private void outliveTheFirstToken() throws IOException, InterruptedException {
        String later = Tokens.mint(Set.of(Role.VIEWER), Tokens.SHORT_SECONDS);
        HttpRequest stream = HttpRequest.newBuilder(server.uri("http", "/sse"))
                .header("Authorization", "Bearer " + later)
                .build();
        HttpResponse<String> ended = http.send(stream, HttpResponse.BodyHandlers.ofString());
        assertThat(ended.body()).contains("token_expiring");
    }

    /** Events are published until the snippet has printed one: it takes a moment to be there. */
    private void publishUntilHeard(RunningSnippet snippet) throws IOException, InterruptedException {
        snippet.await("build-7 40 %", () -> publish(40));
    }

    private String publish(int progress) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.uri("http", "/api/v1/events"))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"workflow.progress\",\"project_id\":\"shop\","
                        + "\"data\":{\"workflow_id\":\"build-7\",\"progress\":" + progress + "}}"))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        Matcher id = EVENT_ID.matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return id.group(1);
    }

    private static String token() {
        return Tokens.mint(Set.of(Role.VIEWER, Role.PUBLISHER), 3_600);
    }

    /** @param before scripts that are given the snippet, if it does not run alone */
    private RunningSnippet node(String name, Map<String, String> environment, Path... before) throws IOException {
        assertThat(Files.isDirectory(LIBRARIES.resolve("node_modules")))
                .as("the libraries are there; else run: (cd lab/src/test/node && npm ci)")
                .isTrue();
        Path libraries = temporary.resolve("node_modules");
        if (!Files.exists(libraries)) {
            Files.createSymbolicLink(libraries, LIBRARIES.resolve("node_modules"));
        }
        List<String> command = new ArrayList<>(List.of("node", "--import"));
        command.add(LIBRARIES.resolve("browser.mjs").toUri().toString());
        List.of(before).forEach(script -> command.add(script.toString()));
        command.add(write(name).toString());
        return RunningSnippet.start(temporary, command, environment);
    }

    /** The snippet in a file of its own, with the reader's own filled in. */
    private Path write(String name) throws IOException {
        String text = page.snippet(name)
                .replace(ADDRESS, "127.0.0.1:" + server.port())
                .replace(TOKEN, token())
                .replace(TOKEN_ADDRESS, tokens.url());
        return Files.writeString(temporary.resolve(name), text);
    }
}
