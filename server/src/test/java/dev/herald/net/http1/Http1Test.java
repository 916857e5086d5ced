package dev.herald.net.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.RawClient;
import dev.herald.net.ServedSite;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What well-behaved clients of HTTP/1.0 and 1.1 send, byte for byte. */
@Timeout(60)
class Http1Test {
    private static ServedSite site;

    @BeforeAll
    static void start() throws NetStartException {
        site = new ServedSite();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static RawClient client() throws IOException {
        return new RawClient(site.port());
    }

    @Test
    void answersRequestAfterRequestOnOneConnection() throws IOException {
        try (RawClient client = client()) {
            for (int turn = 0; turn < 50; turn++) {
                RawClient.Answer answer = client.send("GET /number/" + turn + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(Integer.toString(turn));
                assertThat(answer.headers()).containsKey("date").doesNotContainKey("connection");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int turn = 0; turn < 300; turn++) {
            String path = turn % 3 == 0 ? "/plain" : "/number/" + turn;
            all.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        try (RawClient client = client()) {
            client.send(all.toString());
            for (int turn = 0; turn < 300; turn++) {
                assertThat(client.answer().body()).isEqualTo(turn % 3 == 0 ? "plain" : Integer.toString(turn));
            }
        }
    }

    @Test
    void answersPipelinedBodiesInTheirOrder() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\none"
                    + "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\ntw\r\n1;a=b\r\no\r\n0\r\nTrailer: x\r\n\r\n"
                    + "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("one");
            assertThat(client.answer().body()).isEqualTo("two");
            assertThat(client.answer().body()).isEmpty();
        }
    }

    @Test
    void takesARequestThatIsCutIntoSingleBytes() throws IOException {
        String request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nbytes"
                + "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawClient client = client()) {
            for (char c : request.toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.answer().body()).isEqualTo("bytes");
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void closesAfterTheAnswerToHttp10() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.0\r\n\r\n");
            assertThat(client.answer().headers()).containsEntry("connection", "close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void keepsAnHttp10ConnectionThatAsksForIt() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.answer().headers()).containsEntry("connection", "keep-alive");
            client.send("GET /hello HTTP/1.0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void closesWhenTheClientSaysSo() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws IOException {
        try (RawClient client = client()) {
            client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer(true).headers()).containsEntry("content-length", "5");
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void asksForTheBodyThatWaitsToBeAskedFor() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            assertThat(client.send("body").answer().body()).isEqualTo("body");
        }
    }

    @Test
    void refusesABodyThatIsTooLargeBeforeItIsSent() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n"
                    + "Expect: 100-continue\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n");
            client.send(new byte[1 << 20]);
            assertThat(client.answer().body()).hasSize(1 << 20);
        }
    }

    @Test
    void takesTheAbsoluteFormOfATarget() throws IOException {
        try (RawClient client = client()) {
            client.send("GET http://localhost/hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            client.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(204);
        }
    }

    @Test
    void ignoresAnUpgradeThatItDoesNotKnow() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: irc/9\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void ignoresAnUpgradeToH2cThatIsMalformedOrHasABody() throws IOException {
        String h2c = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + h2c + "HTTP2-Settings: !!!!\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n" + h2c
                    + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\nx");
            assertThat(client.answer().body()).isEqualTo("x");
        }
    }

    @Test
    void writesAStreamInChunksAndClosesAfterIt() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /stream?say=there HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().headers()).containsEntry("transfer-encoding", "chunked");
            assertThat(client.rest()).isEqualTo("d\r\ndata: there\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void writesAStreamForHttp10UntilItCloses() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /stream HTTP/1.0\r\n\r\n");
            assertThat(client.answer().headers()).doesNotContainKey("transfer-encoding");
            assertThat(client.rest()).isEqualTo("data: hi\n\n");
        }
    }

    @Test
    void leavesNothingOfHttpOnAnUpgradedConnectionAndLosesNoEarlyByte() throws IOException {
        try (RawClient client = client()) {
            client.send(
                    "GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.headers()).containsEntry("upgrade", "echo").containsEntry("connection", "Upgrade");
            assertThat(client.read(5)).isEqualTo("early");
            assertThat(client.send("later").read(5)).isEqualTo("later");
            assertThat(site.upgradedPipeline).hasSize(1);
        }
    }

    @Test
    void losesNoEarlyByteOfAnUpgradeBehindAnotherRequest() throws IOException {
        try (RawClient client = client()) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nearly");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.read(5)).isEqualTo("early");
        }
    }

    @Test
    void saysWhichMethodAnEndpointTakes() throws IOException {
        try (RawClient client = client()) {
            client.send("POST /stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("allow", "GET, OPTIONS");
        }
    }

    @Test
    void tellsNothingOfAFailureToTheClient() throws IOException {
        for (String path : new String[] {"/fails", "/dies", "/broken"}) {
            try (RawClient client = client()) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).as(path).isEqualTo(500);
                assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
                assertThat(answer.body()).doesNotContain("secret", "Exception", "StackOverflow");
            }
        }
    }

    @Test
    void letsPagesOfNamedOriginsSeeAnswersAndAskBefore() throws Exception {
        NetSettings settings = NetSettings.of("127.0.0.1", 0).withAllowed(Set.of(), Set.of("https://page.example"));
        try (ServedSite shared = new ServedSite(settings);
                RawClient client = new RawClient(shared.port())) {
            String origin = " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://page.example\r\n";
            for (String path : new String[] {"/hello", "/plain", "/nowhere"}) {
                assertThat(client.send("GET " + path + origin + "\r\n").answer().headers())
                        .as(path)
                        .containsEntry("access-control-allow-origin", "https://page.example");
            }
            for (String path : new String[] {"/echo", "/stream"}) {
                RawClient.Answer answer = client.send(
                                "OPTIONS " + path + origin + "Access-Control-Request-Method: POST\r\n\r\n")
                        .answer();
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.headers())
                        .containsEntry("access-control-allow-origin", "https://page.example")
                        .containsKey("access-control-allow-methods");
            }
        }
    }

    @Test
    void countsWhatItAnswers() throws IOException {
        double before =
                site.meters.counter("herald.http.requests", "status", "4xx").count();
        try (RawClient client = client()) {
            client.send("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(404);
        }
        assertThat(site.meters.counter("herald.http.requests", "status", "4xx").count())
                .isGreaterThan(before);
    }
}
