package dev.herald.net.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NetStartException;
import dev.herald.net.RawClient;
import dev.herald.net.ServedSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client should send: each gets its decided answer, and a client beside it notices nothing. */
@Timeout(60)
class BadInputTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final String POST = "POST /echo HTTP/1.1\r\n" + HOST;
    private static ServedSite site;
    private RawClient other;

    @BeforeAll
    static void start() throws NetStartException {
        site = new ServedSite();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void connectAnother() throws IOException {
        other = new RawClient(site.port());
        askOther();
    }

    @AfterEach
    void theOtherIsServedAsBefore() throws IOException {
        askOther();
        other.close();
    }

    private void askOther() throws IOException {
        other.send("GET /hello HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(other.answer().body()).isEqualTo("hello");
    }

    static Stream<Arguments> refusedAndClosed() {
        return Stream.of(framing(), fields(), chunks(), origins(), targets(), sizes())
                .flatMap(one -> one);
    }

    private static Stream<Arguments> framing() {
        return Stream.of(
                Arguments.of(
                        "both lengths", 400, POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "both lengths, turned",
                        400,
                        POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
                Arguments.of("several lengths", 400, POST + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"),
                Arguments.of("the same length twice", 400, POST + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of("a list of lengths", 400, POST + "Content-Length: 4, 4\r\n\r\nabcd"),
                Arguments.of("a signed length", 400, POST + "Content-Length: +4\r\n\r\nabcd"),
                Arguments.of("a negative length", 400, POST + "Content-Length: -4\r\n\r\nabcd"),
                Arguments.of("a hexadecimal length", 400, POST + "Content-Length: 0x4\r\n\r\nabcd"),
                Arguments.of("an empty length", 400, POST + "Content-Length: \r\n\r\nabcd"),
                Arguments.of("an endless length", 400, POST + "Content-Length: 99999999999999999999\r\n\r\n"));
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                Arguments.of("a folded line", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n"),
                Arguments.of("a folded line with a tab", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X: a\r\n\tb\r\n\r\n"),
                Arguments.of("a folded first line", 400, "GET /hello HTTP/1.1\r\n " + HOST + "\r\n"),
                Arguments.of("a fold that smuggles", 400, POST + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("a space before the colon", 400, POST + "Content-Length : 4\r\n\r\nabcd"),
                Arguments.of(
                        "two tokens",
                        400,
                        "GET /hello HTTP/1.1\r\n" + HOST
                                + "Authorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n"),
                Arguments.of(
                        "two tokens for an endpoint",
                        400,
                        "GET /plain HTTP/1.1\r\n" + HOST
                                + "Authorization: Bearer a\r\nAuthorization: Bearer a\r\n\r\n"),
                Arguments.of(
                        "two origins",
                        400,
                        "GET /hello HTTP/1.1\r\n" + HOST
                                + "Origin: http://localhost\r\nOrigin: http://evil.example\r\n\r\n"),
                Arguments.of("a carriage return in the target", 400, "GET /he\rllo HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a carriage return behind the target", 400, "GET /hello\r HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a carriage return for a space", 400, "GET\r/hello HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a carriage return in a name", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X\r: a\r\n\r\n"),
                Arguments.of(
                        "two carriage returns at the end", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X: a\r\r\n\r\n"),
                Arguments.of(
                        "a carriage return for a line end",
                        400,
                        "GET /hello HTTP/1.1\r\n" + HOST + "X: a\rY: b\r\n\r\n"),
                Arguments.of("a tab before the colon", 400, POST + "Content-Length\t: 4\r\n\r\nabcd"),
                Arguments.of("a second encoding", 400, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("an encoding in disguise", 400, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("a name without colon", 400, "GET /hello HTTP/1.1\r\n" + HOST + "Nothing\r\n\r\n"),
                Arguments.of("an empty name", 400, "GET /hello HTTP/1.1\r\n" + HOST + ": x\r\n\r\n"),
                Arguments.of("a bare line feed", 400, "GET /hello HTTP/1.1\n" + HOST + "\r\n"),
                Arguments.of(
                        "a bare line feed in the fields", 400, "GET /hello HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n"),
                Arguments.of("a NUL in a value", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X: a\0b\r\n\r\n"),
                Arguments.of(
                        "a carriage return in a value", 400, "GET /hello HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n"));
    }

    private static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.of("a chunk without size", 400, POST + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
                Arguments.of("a negative chunk", 400, POST + "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n"),
                Arguments.of("a chunk size too large", 400, POST + "Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\n"),
                Arguments.of(
                        "a chunk longer than said",
                        400,
                        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n"),
                Arguments.of("another encoding", 400, POST + "Transfer-Encoding: gzip\r\n\r\n"),
                Arguments.of("chunked not last", 400, POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunked twice",
                        400,
                        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("chunked in disguise", 400, POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "an encoding in HTTP/1.0",
                        400,
                        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static Stream<Arguments> origins() {
        return Stream.of(
                Arguments.of("no host", 400, "GET /hello HTTP/1.1\r\n\r\n"),
                Arguments.of("two hosts", 400, "GET /hello HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                Arguments.of("an empty host", 400, "GET /hello HTTP/1.1\r\nHost:\r\n\r\n"),
                Arguments.of("a broken host", 400, "GET /hello HTTP/1.1\r\nHost: local host\r\n\r\n"),
                Arguments.of("a host with a path", 400, "GET /hello HTTP/1.1\r\nHost: localhost/x\r\n\r\n"),
                Arguments.of("a foreign host", 421, "GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
                Arguments.of(
                        "a foreign host that looks own",
                        421,
                        "GET /hello HTTP/1.1\r\nHost: localhost.evil.example:8000\r\n\r\n"),
                Arguments.of(
                        "a foreign absolute target", 421, "GET http://evil.example/hello HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "a foreign origin that posts",
                        403,
                        POST + "Origin: http://evil.example\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("no origin at all", 403, POST + "Origin: null\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of(
                        "a foreign origin that upgrades",
                        403,
                        "GET /upgrade HTTP/1.1\r\n" + HOST
                                + "Origin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
    }

    private static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("another expectation", 417, POST + "Expect: coffee\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("another version", 505, "GET /hello HTTP/1.7\r\n" + HOST + "\r\n"),
                Arguments.of("HTTP/2 as a version", 505, "GET /hello HTTP/2.0\r\n" + HOST + "\r\n"),
                Arguments.of("no version", 400, "GET /hello\r\n\r\n"),
                Arguments.of("no HTTP", 400, "HELO mail.example\r\n\r\n"),
                Arguments.of(
                        "a TLS handshake", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                Arguments.of("a target without slash", 400, "GET hello HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a CONNECT", 400, "CONNECT localhost:22 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a broken percent", 400, "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a half percent", 400, "GET /hello?a=%4 HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("no UTF-8", 400, "GET /hello?a=%ff HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("bytes above 127", 400, "GET /h\u00e9llo HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("a parent segment", 400, "GET /../etc/passwd HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("an encoded parent segment", 400, "GET /%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("an encoded slash", 400, "GET /..%2fetc HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("an encoded backslash", 400, "GET /..%5cetc HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of("an encoded NUL", 400, "GET /hello%00 HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of("a body too large", 413, POST + "Content-Length: 1048577\r\n\r\n"),
                Arguments.of(
                        "a long request line", 414, "GET /" + "x".repeat(9 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "a long field",
                        431,
                        "GET /hello HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(17 << 10) + "\r\n\r\n"),
                Arguments.of("many fields", 431, "GET /hello HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(5_000) + "\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedAndClosed")
    void isRefusedAndTheConnectionClosed(String what, int status, String bytes) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send(bytes + "GET /hello HTTP/1.1\r\n" + HOST + "\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/problem+json")
                    .containsEntry("connection", "close");
            assertThat(answer.body()).contains("\"status\":" + status);
            assertThat(client.rest()).as("nothing after it").isEmpty();
        }
    }

    /** Nine thousand packets would show nothing that the whole does not. */
    static Stream<Arguments> refusedAndShort() {
        return refusedAndClosed().filter(one -> ((String) one.get()[2]).length() <= 300);
    }

    @ParameterizedTest(name = "{0}: {1}, a byte at a time")
    @MethodSource("refusedAndShort")
    void isRefusedAByteAtATimeToo(String what, int status, String bytes) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            for (char c : bytes.toCharArray()) {
                try {
                    client.send(new byte[] {(byte) c});
                } catch (IOException e) {
                    // The refusal came before the last byte.
                    break;
                }
            }
            assertThat(client.answer().status()).isEqualTo(status);
        }
    }

    @Test
    void refusesAChunkedBodyThatGrowsTooLarge() throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
            for (int sent = 0; sent < 17; sent++) {
                client.send(chunk);
            }
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void survivesAFloodOfFieldsWithoutEnd() throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send("GET /hello HTTP/1.1\r\n");
            byte[] more = "X-Flood: yes\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            for (int turn = 0; turn < 3; turn++) {
                client.send(more);
            }
            assertThat(client.answer().status()).isEqualTo(431);
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] seeds = refusedAndClosed().map(one -> (String) one.get()[2]).toArray(String[]::new);
        for (int turn = 0; turn < 400; turn++) {
            byte[] bytes = new byte[1 + random.nextInt(400)];
            random.nextBytes(bytes);
            if (turn % 2 == 0) {
                String start = seeds[random.nextInt(seeds.length)];
                bytes = start.substring(0, Math.min(start.length(), 2_000)).getBytes(StandardCharsets.ISO_8859_1);
                for (int flips = random.nextInt(6); flips >= 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            try (RawClient client = new RawClient(site.port())) {
                client.send(bytes);
            }
        }
        System.out.println("seed " + seed);
    }

    @Test
    void survivesRandomFramesAfterThePrefaceOfHttp2() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int turn = 0; turn < 200; turn++) {
            byte[] frame = new byte[9 + random.nextInt(64)];
            random.nextBytes(frame);
            if (random.nextBoolean()) {
                frame[0] = 0;
                frame[1] = 0;
                frame[2] = (byte) (frame.length - 9);
                frame[3] = (byte) random.nextInt(11);
            }
            try (RawClient client = new RawClient(site.port())) {
                client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
                client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                client.send(frame);
            }
        }
    }
}
