package dev.herald.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.journal.Drafts;
import dev.herald.journal.TrimRules;
import dev.herald.net.NetSettings;
import dev.herald.net.websocket.RawWebSocket;
import dev.herald.session.Await;
import dev.herald.session.LiveServer;
import dev.herald.session.SessionSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SseWireTest {
    private final HttpClient http1 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient http2 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        NetSettings settings =
                NetSettings.of("127.0.0.1", 0).withLoops(2).withAllowed(Set.of(), Set.of("https://app.example"));
        server = new LiveServer(SessionSettings.DEFAULT, settings);
    }

    @AfterEach
    void stop() {
        server.close();
        http1.shutdownNow();
        http2.shutdownNow();
    }

    @Test
    void aStreamBeginsWithRetryAndTheGreeting() throws Exception {
        try (EventStream stream = open(http1, "/sse?event_types=commit,nonsense")) {
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(header(stream, "Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
            assertThat(header(stream, "Cache-Control")).isEqualTo("no-cache, no-transform");
            assertThat(header(stream, "X-Accel-Buffering")).isEqualTo("no");
            assertThat(stream.block()).containsExactly("retry: 3000");
            assertThat(stream.block())
                    .singleElement()
                    .asString()
                    .startsWith("data: {\"type\":\"connection_established\"")
                    .contains("\"subscribed_event_types\":[\"commit\"]", "\"unknown_event_types\":[\"nonsense\"]");
        }
    }

    @Test
    void eventsComeOverEveryVersionOfHttp() throws Exception {
        for (HttpClient client : List.of(http1, http2)) {
            try (EventStream stream = open(client, client == http1 ? "/sse?named=true" : "/sse?named=True")) {
                assertThat(stream.response().version()).isEqualTo(client.version());
                stream.greeted();
                Position a = server.file("a\\\"b\\n");
                assertThat(stream.block())
                        .hasSize(3)
                        .startsWith("id: " + a, "event: file_change")
                        .last()
                        .asString()
                        .startsWith("data: {\"event_id\":\"" + a + "\"")
                        .endsWith("}");
                server.append(Drafts.files(1_000));
                for (int i = 0; i < 1_000; i++) {
                    assertThat(stream.block().getLast()).contains("\"file_path\":\"f" + i + "\"");
                }
            }
        }
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /sse HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> head = EventStream.block(in);
            assertThat(head.getFirst()).contains(" 200 ");
            assertThat(head).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding"));
            assertThat(EventStream.block(in)).containsExactly("retry: 3000");
            EventStream.block(in);
            Position b = server.file("b");
            assertThat(EventStream.block(in)).first().isEqualTo("id: " + b);
        }
        Await.until("all are gone", () -> server.streams.open() == 0);
        assertThat(server.hub.statistics().connections()).isZero();
    }

    @Test
    void whoHasSeenTheHeadHearsAllThatIsPublishedAfterIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (EventStream stream = open(http1, "/sse")) {
                Position position = server.file("a");
                stream.greeted();
                assertThat(stream.block().getFirst()).isEqualTo("id: " + position);
            }
        }
    }

    @Test
    void aStreamResumesFromTheHeaderElseTheQuery() throws Exception {
        Position a = server.file("a");
        Position b = server.file("b");
        server.file("c");
        try (EventStream stream = open(http1, "/sse?last_event_id=" + a)) {
            stream.greeted();
            assertThat(stream.block().getLast()).contains("\"file_path\":\"b\"");
        }
        try (EventStream stream = open(http1, "/sse?last_event_id=" + a, "Last-Event-ID", b.toString())) {
            stream.greeted();
            assertThat(stream.block().getLast()).contains("\"file_path\":\"c\"");
        }
        try (EventStream stream = open(http1, "/sse", "Last-Event-ID", "")) {
            stream.greeted();
            server.file("d");
            assertThat(stream.block().getLast()).contains("\"file_path\":\"d\"");
        }
    }

    @Test
    void whatWasHeardOverOneTransportIsNotHeardAgainOverTheOther() throws Exception {
        Position a;
        try (RawWebSocket socket = RawWebSocket.opened(server.port())) {
            socket.text();
            socket.say("{\"type\":\"subscribe\"}").text();
            a = server.file("a");
            assertThat(socket.text()).contains(a.toString());
        }
        Position b = server.file("b");
        try (EventStream stream = open(http1, "/sse?last_event_id=" + a)) {
            stream.greeted();
            assertThat(stream.block().getFirst()).isEqualTo("id: " + b);
        }
        Position c = server.file("c");
        try (RawWebSocket socket = RawWebSocket.opened(server.port())) {
            socket.text();
            socket.say("{\"type\":\"subscribe\",\"last_event_id\":\"" + b + "\"}")
                    .text();
            assertThat(socket.text()).startsWith("{\"event_id\":\"" + c + "\"");
        }
    }

    @Test
    void aGapIsToldBeforeWhatIsLeft() throws Exception {
        Position a = server.file("a");
        server.file("b");
        Position c = server.file("c");
        server.journal.trim(new TrimRules(0, 1, Long.MAX_VALUE, c));
        try (EventStream stream = open(http1, "/sse?last_event_id=" + a)) {
            stream.greeted();
            assertThat(stream.block())
                    .containsExactly(
                            "data: {\"type\":\"gap\",\"requested\":\"" + a + "\",\"oldest_available\":\"" + c + "\"}");
            assertThat(stream.block().getFirst()).isEqualTo("id: " + c);
        }
    }

    @Test
    void badQuestionsAreRefused() throws Exception {
        for (String query : List.of(
                "event_types=nonsense",
                "last_event_id=yesterday",
                "rooms=kitchen",
                "project_id=a%2Fb",
                "project_id=a%0D%0Adata:%20x")) {
            HttpResponse<String> answer = http1.send(
                    HttpRequest.newBuilder(uri("/sse?" + query)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        HttpResponse<String> post = http1.send(
                HttpRequest.newBuilder(uri("/sse"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(server.streams.open()).isZero();
    }

    @Test
    void onlyPagesOfConfiguredOriginsMayRead() throws Exception {
        try (EventStream stream = open(http1, "/sse", "Origin", "https://app.example")) {
            assertThat(header(stream, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(header(stream, "Vary")).isEqualTo("Origin");
        }
        try (EventStream stream = open(http1, "/sse", "Origin", "https://evil.example")) {
            assertThat(header(stream, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void aLiveStreamsSubscriptionCanBeChanged() throws Exception {
        try (EventStream stream = open(http1, "/sse?event_types=commit&project_id=demo")) {
            String id = stream.greeted();
            HttpResponse<String> list = http1.send(
                    HttpRequest.newBuilder(uri("/api/v1/sse/connections")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(list.body())
                    .contains("\"connection_id\":\"" + id + "\",\"event_types\":[\"commit\"],\"project_id\":\"demo\"")
                    .endsWith("\"total\":1}");
            HttpResponse<String> answer = subscribe(id, "{\"event_types\":[\"file_change\"],\"project_id\":null}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"message\":\"Subscription updated\",\"connection_id\":\"" + id
                            + "\",\"event_types\":[\"file_change\"],\"project_id\":null}");
            server.append(List.of(Drafts.sized(3)));
            server.file("a");
            assertThat(stream.block().getLast()).contains("\"file_path\":\"a\"");
        }
    }

    @Test
    void answersAboutStreamsAreTheseBytes() throws Exception {
        try (EventStream stream = open(http1, "/sse?event_types=commit,custom.x&rooms=project:a,global")) {
            String id = stream.greeted();
            HttpResponse<String> list = http1.send(
                    HttpRequest.newBuilder(uri("/api/v1/sse/connections")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(list.body())
                    .matches(Pattern.quote("{\"connections\":[{\"connection_id\":\"" + id
                                    + "\",\"event_types\":[\"commit\",\"custom.x\"],\"project_id\":null,"
                                    + "\"rooms\":[\"project:a\",\"global\"],\"remote_address\":\"127.0.0.1\","
                                    + "\"user_id\":\"anonymous\",\"connected_at\":\"")
                            + "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"
                            + Pattern.quote("\"}],\"total\":1}"));
            assertThat(subscribe(id, "{\"event_types\":[\"nonsense\",\"commit\"],\"project_id\":\"demo\"}")
                            .body())
                    .isEqualTo("{\"message\":\"Subscription updated\",\"connection_id\":\"" + id
                            + "\",\"event_types\":[\"commit\"],\"project_id\":\"demo\","
                            + "\"unknown_event_types\":[\"nonsense\"]}");
            HttpResponse<String> authenticated = http1.send(
                    HttpRequest.newBuilder(uri("/api/v1/sse/authenticate?connection_id=" + id))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(authenticated.body()).isEqualTo("{\"user_id\":\"anonymous\",\"expires_at\":null}");
        }
    }

    @Test
    void changingWhatIsNotThereOrNotAskedWellIsRefused() throws Exception {
        assertThat(subscribe("00000000-0000-0000-0000-000000000000", "{}").statusCode())
                .isEqualTo(404);
        assertThat(subscribe("x", "{}").statusCode()).isEqualTo(404);
        try (EventStream stream = open(http1, "/sse")) {
            String id = stream.greeted();
            for (String body : List.of("", "[]", "{\"event_types\":[\"nonsense\"]}", "{\"last_event_id\":\"x\"}")) {
                assertThat(subscribe(id, body).statusCode()).as(body).isEqualTo(400);
            }
            HttpResponse<String> typed = http1.send(
                    HttpRequest.newBuilder(uri("/api/v1/sse/subscribe?connection_id=" + id))
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(typed.statusCode()).isEqualTo(415);
        }
    }

    @Test
    void stoppingEndsTheStreams() throws Exception {
        try (EventStream one = open(http1, "/sse");
                EventStream two = open(http2, "/sse")) {
            one.greeted();
            two.greeted();
            Thread closing = Thread.ofVirtual().start(server::close);
            assertThat(one.isEnded()).isTrue();
            assertThat(two.isEnded()).isTrue();
            closing.join(20_000);
            assertThat(closing.isAlive()).isFalse();
        }
    }

    @Test
    void aSlowReaderGetsEverythingOnceAndInOrder() throws Exception {
        for (HttpClient client : List.of(http1, http2)) {
            try (EventStream slow = open(client, "/sse")) {
                slow.greeted();
                List<Position> positions = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    positions.addAll(server.append(Drafts.files(400)));
                }
                for (Position position : positions) {
                    assertThat(slow.block().getFirst()).isEqualTo("id: " + position);
                }
            }
        }
    }

    private HttpResponse<String> subscribe(String id, String body) throws Exception {
        return http1.send(
                HttpRequest.newBuilder(uri("/api/v1/sse/subscribe?connection_id=" + id))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(EventStream stream, String name) {
        return stream.response().headers().firstValue(name).orElse("");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private EventStream open(HttpClient client, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStream(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }
}
