package dev.herald.net.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NetStartException;
import dev.herald.net.RawClient;
import dev.herald.net.ServedSite;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 without TLS, as Java's own client speaks it: it asks every new server to change to h2c. */
@Timeout(60)
class Http2Test {
    private ServedSite site;
    private HttpClient client;

    @BeforeEach
    void start() throws NetStartException {
        site = new ServedSite();
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        site.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + site.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void changesToHttp2WithTheFirstRequestAndStaysThere() throws Exception {
        for (int turn = 0; turn < 20; turn++) {
            HttpResponse<String> response = ask(to("/number/" + turn));
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.body()).isEqualTo(Integer.toString(turn));
            assertThat(response.headers().firstValue("date")).isPresent();
        }
        assertThat(site.meters.counter("herald.net.connections.accepted").count())
                .isEqualTo(1);
    }

    @Test
    void answersAFirstRequestThatHasABodyInHttp11() throws Exception {
        HttpResponse<String> first = ask(to("/echo").POST(HttpRequest.BodyPublishers.ofString("first")));
        assertThat(first.body()).isEqualTo("first");
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void takesBodiesAndGivesLargeOnes() throws Exception {
        assertThat(ask(to("/hello")).statusCode()).isEqualTo(200);
        String large = "x".repeat(900_000);
        assertThat(ask(to("/echo").POST(HttpRequest.BodyPublishers.ofString(large)))
                        .body())
                .isEqualTo(large);
        assertThat(ask(to("/big")).body()).hasSize(3 << 20);
    }

    @Test
    void refusesABodyThatIsTooLargeAndServesTheOtherStreams() throws Exception {
        assertThat(ask(to("/hello")).statusCode()).isEqualTo(200);
        HttpResponse<String> refused =
                ask(to("/echo").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(ask(to("/hello")).body()).isEqualTo("hello");
    }

    @Test
    void runsManyRequestsOfOneConnectionAtOnce() throws Exception {
        assertThat(ask(to("/hello")).statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
        site.slowRuns.await();
        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
        for (int turn = 0; turn < 100; turn++) {
            others.add(client.sendAsync(to("/hello").build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> other : others) {
            assertThat(other.get().body()).isEqualTo("hello");
        }
        assertThat(slow).isNotDone();
        site.slowMayEnd.countDown();
        assertThat(slow.get().body()).isEqualTo("slow");
    }

    @Test
    void streamsToAnEndpointsClient() throws Exception {
        for (int turn = 0; turn < 3; turn++) {
            HttpResponse<InputStream> response =
                    client.send(to("/stream?say=two").build(), BodyHandlers.ofInputStream());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            try (InputStream body = response.body()) {
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("data: two\n\n");
            }
        }
    }

    @Test
    void answersHeadAndFailuresAsHttp11Does() throws Exception {
        assertThat(ask(to("/hello")).statusCode()).isEqualTo(200);
        HttpResponse<String> head = ask(to("/hello").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("content-length")).hasValue("5");
        assertThat(ask(to("/fails")).statusCode()).isEqualTo(500);
        assertThat(ask(to("/dies")).statusCode()).isEqualTo(500);
        assertThat(ask(to("/broken")).statusCode()).isEqualTo(500);
        assertThat(ask(to("/nowhere")).statusCode()).isEqualTo(404);
        assertThat(ask(to("/hello?a=%25%41")).statusCode()).isEqualTo(200);
        assertThat(ask(to("/upgrade")).statusCode()).isEqualTo(500);
    }

    @Test
    void refusesAForeignHost() throws Exception {
        HttpRequest foreign = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + "/hello"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void speaksHttp2ToAClientThatBeginsWithIt() throws IOException {
        try (RawClient raw = new RawClient(site.port())) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            raw.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            String settings = raw.read(9);
            assertThat(settings.charAt(3)).as("a SETTINGS frame").isEqualTo((char) 4);
        }
    }
}
