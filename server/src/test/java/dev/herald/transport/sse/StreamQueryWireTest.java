package dev.herald.transport.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.net.NetSettings;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request for a stream may say, and how often. */
class StreamQueryWireTest {
    private static final String PAGE = "https://app.example";

    private final HttpClient http1 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpClient http2 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        NetSettings settings = NetSettings.of("127.0.0.1", 0).withLoops(2).withAllowed(Set.of(), Set.of(PAGE));
        server = new LiveServer(SessionSettings.DEFAULT, settings);
    }

    @AfterEach
    void stop() {
        server.close();
        http1.shutdownNow();
        http2.shutdownNow();
    }

    @Test
    void aFieldThatIsNoIdIsAnsweredWithTheStreamAGapAndLiveEvents() throws Exception {
        server.file("before");
        for (String field : List.of("yesterday", "7", "1-2-3", "0-0, 1-1")) {
            try (EventStream stream = open("/sse?last_event_id=0-0", "Last-Event-ID", field)) {
                assertThat(stream.response().statusCode()).as(field).isEqualTo(200);
                stream.greeted();
                assertThat(stream.block())
                        .singleElement()
                        .asString()
                        .startsWith("data: {\"type\":\"gap\",\"requested\":\"" + field + "\",\"oldest_available\":\"");
                Position live = server.file("live");
                assertThat(stream.block().getFirst()).isEqualTo("id: " + live);
            }
        }
    }

    @Test
    void whatTheClientGaveForAnIdIsNotToldWithoutEnd() throws Exception {
        try (EventStream stream = open("/sse", "Last-Event-ID", "x".repeat(4_000))) {
            stream.greeted();
            assertThat(stream.block().getFirst().length()).isLessThan(200);
        }
    }

    @Test
    void theIdInTheQueryHasTwoNamesAndTheLastOneGivenCounts() throws Exception {
        Position a = server.file("a");
        Position b = server.file("b");
        server.file("c");
        Map<String, String> next = Map.of(
                "lastEventId=" + a, "b",
                "last_event_id=" + a + "&lastEventId=" + b, "c",
                "lastEventId=" + b + "&last_event_id=" + a, "b",
                "last_event_id=" + a + "&last_event_id=" + b, "c",
                "last_event_id=" + b + "&lastEventId=" + b + "&last_event_id=" + a, "b");
        for (Map.Entry<String, String> query : next.entrySet()) {
            try (EventStream stream = open("/sse?" + query.getKey())) {
                stream.greeted();
                assertThat(stream.block().getLast())
                        .as(query.getKey())
                        .contains("\"file_path\":\"" + query.getValue() + "\"");
            }
        }
    }

    @Test
    void listsThatAreGivenTwiceArePutTogether() throws Exception {
        try (EventStream stream = open("/sse?event_types=commit&event_types=file_change,custom.a&rooms=global")) {
            stream.block();
            assertThat(stream.block().getFirst())
                    .contains("\"subscribed_event_types\":[\"commit\",\"file_change\",\"custom.a\"]");
        }
    }

    @Test
    void whatCanMeanOneThingOnlyIsRefusedTwice() throws Exception {
        for (String query : List.of(
                "project_id=a&project_id=b",
                "named=true&named=false",
                "conflate=true&conflate=1",
                "token=a&token=b",
                "lastEventId=yesterday",
                "last_event_id=1-0&lastEventId=x")) {
            HttpResponse<String> answer = http1.send(
                    HttpRequest.newBuilder(uri("/sse?" + query)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        String twice =
                "GET /sse HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n";
        assertThat(raw(twice).getFirst()).contains(" 400 ");
        assertThat(server.streams.open()).isZero();
    }

    @Test
    void aPageOfANamedOriginMaySendItsCredentials() throws Exception {
        try (EventStream stream = open("/sse", "Origin", PAGE)) {
            assertThat(stream.response().headers().firstValue("Access-Control-Allow-Credentials"))
                    .contains("true");
        }
        try (EventStream stream = open("/sse", "Origin", "https://evil.example")) {
            assertThat(stream.response().headers().map().keySet())
                    .noneMatch(name -> name.startsWith("access-control-allow"));
        }
    }

    @Test
    void aPreflightAllowsWhatClientsOfStreamsSend() throws Exception {
        HttpResponse<String> answer = http1.send(
                HttpRequest.newBuilder(uri("/sse"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .headers("Origin", PAGE, "Access-Control-Request-Method", "GET")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse("")
                        .toLowerCase(Locale.ROOT))
                .contains("cache-control", "last-event-id", "authorization");
    }

    @Test
    void headAnswersWithTheHeadOfGetAndHoldsNoSession() throws Exception {
        for (HttpClient client : List.of(http1, http2)) {
            HttpResponse<Void> head = client.send(
                    HttpRequest.newBuilder(uri("/sse"))
                            .HEAD()
                            .header("Origin", PAGE)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            try (EventStream stream = new EventStream(client.send(
                    HttpRequest.newBuilder(uri("/sse")).header("Origin", PAGE).build(),
                    HttpResponse.BodyHandlers.ofInputStream()))) {
                stream.greeted();
                assertThat(head.statusCode()).isEqualTo(200);
                for (String name : List.of(
                        "content-type", "cache-control", "x-accel-buffering", "vary", "access-control-allow-origin")) {
                    assertThat(head.headers().allValues(name))
                            .as(name)
                            .isNotEmpty()
                            .isEqualTo(stream.response().headers().allValues(name));
                }
                assertThat(head.headers().firstValue("content-length"))
                        .as("no end that GET would not have")
                        .isEmpty();
                assertThat(server.streams.open()).isEqualTo(1);
            }
        }
        assertThat(server.streams.total()).isEqualTo(2);
        HttpResponse<Void> refused = http1.send(
                HttpRequest.newBuilder(uri("/sse?event_types=nonsense")).HEAD().build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void theConnectionGoesOnAfterHead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            String head = "HEAD /sse HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write((head + head).getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(EventStream.block(in).getFirst()).contains(" 200 ");
            assertThat(EventStream.block(in).getFirst()).contains(" 200 ");
        }
    }

    private List<String> raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return EventStream.block(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private EventStream open(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventStream(http1.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }
}
