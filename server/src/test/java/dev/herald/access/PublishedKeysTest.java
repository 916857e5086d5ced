package dev.herald.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.herald.journal.ManualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishedKeysTest {
    private static final KeyPair RSA = Keys.rsa(2_048);
    private static final KeyPair ELLIPTIC = Keys.elliptic("secp256r1");
    private static final KeyPair EDWARDS = Keys.edwards();
    private static final PublishedKeys.Limits LIMITS =
            new PublishedKeys.Limits(10_000, 300_000, 3_600_000, 2_000, 8_192, 8);
    private static final long WAIT_SECONDS_MAX = 10;

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Answer answer = exchange -> text(exchange, 200, Keys.set());
    private HttpServer server;
    private TokenAuthenticator tokens;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/jwks", exchange -> {
            requests.incrementAndGet();
            answer.to(exchange);
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
        tokens = new TokenAuthenticator(new PublishedKeys(address, LIMITS, clock), TokenRules.NONE, clock);
    }

    @AfterEach
    void stop() {
        tokens.close();
        server.stop(0);
    }

    @Test
    void takesKeysOfAllThreeKindsAndAsksOnce() throws Exception {
        publish(Keys.published(RSA, "r", ""), Keys.published(ELLIPTIC, "e", ""), Keys.published(EDWARDS, "d", ""));

        assertAccepted(token(RSA, "r"));
        assertAccepted(token(ELLIPTIC, "e"));
        assertAccepted(token(EDWARDS, "d"));
        assertAccepted(token(EDWARDS, null));
        assertThat(requests).hasValue(1);
    }

    @Test
    void answersAtOnceWhenTheKeyIsKnown() throws Exception {
        publish(Keys.published(RSA, "r", ""));
        assertAccepted(token(RSA, "r"));

        assertThat(tokens.check(token(RSA, "r"))).isCompleted();
        assertThat(tokens.check(token(RSA, null))).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"alg\":\"RS512\"", "\"alg\":\"PS256\"", "\"use\":\"enc\"", "\"key_ops\":[\"encrypt\"]"})
    void keyForSomethingElseIsNotUsed(String more) throws Exception {
        publish(Keys.published(RSA, "r", more));

        assertThat(denied(token(RSA, "r")).reason()).isEqualTo(Verdict.Reason.FAILED);
    }

    @Test
    void symmetricKeysAreNoKeys() throws Exception {
        String secret = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Keys.SECRET.getBytes(StandardCharsets.UTF_8));
        publish("{\"kty\":\"oct\",\"kid\":\"s\",\"alg\":\"HS256\",\"k\":\"" + secret + "\"}");

        String token = TokenMint.ofSecret(Keys.SECRET).mint(claims(), "s");
        assertThat(denied(token).reason()).isIn(Verdict.Reason.FAILED, Verdict.Reason.UNAVAILABLE);
        assertThat(denied(token).reason()).isEqualTo(Verdict.Reason.FAILED);
    }

    @Test
    void malformedNeighboursDoNotMatter() throws Exception {
        publish(
                "7",
                "{}",
                "{\"kty\":\"RSA\",\"n\":\"!\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}",
                Keys.published(Keys.rsa(1_024), "weak", ""),
                Keys.published(RSA, "r", ""));

        assertAccepted(token(RSA, "r"));
    }

    @Test
    void newKeyIsFoundAndTheOldOneForgotten() throws Exception {
        publish(Keys.published(RSA, "old", ""));
        String old = token(RSA, "old");
        assertAccepted(old);
        publish(Keys.published(ELLIPTIC, "new", ""));
        clock.advance(LIMITS.intervalMillisMin());

        assertAccepted(token(ELLIPTIC, "new"));
        assertThat(denied(old).reason())
                .as("accepted under keys that are no more")
                .isEqualTo(Verdict.Reason.FAILED);
        assertThat(requests).hasValue(2);
    }

    @Test
    void unknownKeysAskOncePerIntervalHoweverMany() throws Exception {
        publish(Keys.published(RSA, "r", ""));
        assertAccepted(token(RSA, "r"));

        for (int i = 0; i < 50; i++) {
            assertThat(denied(token(RSA, "../guess" + i)).reason()).isEqualTo(Verdict.Reason.FAILED);
        }
        assertThat(requests).hasValue(1);
        clock.advance(LIMITS.intervalMillisMin());
        for (int i = 0; i < 50; i++) {
            denied(token(RSA, "guess" + i));
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void manyAtOnceShareOneRequestAndNoneWaitsInItsCall() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        answer = exchange -> {
            await(go);
            text(exchange, 200, Keys.set(Keys.published(RSA, "r", "")));
        };
        List<CompletableFuture<Verdict>> waiting = new ArrayList<>();
        String token = token(RSA, "r");
        for (int i = 0; i < TokenAuthenticator.WAITING_MAX; i++) {
            waiting.add(tokens.check(token));
        }

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(tokens.check(token))
                .as("one more than may wait")
                .isCompletedWithValueMatching(verdict -> isDenied(verdict, Verdict.Reason.UNAVAILABLE));
        go.countDown();
        for (CompletableFuture<Verdict> verdict : waiting) {
            assertThat(verdict.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isInstanceOf(Verdict.Accepted.class);
        }
        assertThat(requests).hasValue(1);
    }

    @Test
    void oldKeysAreUsedForAWhileAndThenNoMore() throws Exception {
        publish(Keys.published(RSA, "r", ""));
        assertAccepted(token(RSA, "r"));
        answer = exchange -> text(exchange, 500, "broken");

        clock.advance(LIMITS.renewMillis());
        assertThat(tokens.check(token(RSA, "r"))).isCompleted();
        assertAccepted(token(RSA, "r"));
        clock.advance(LIMITS.staleMillisMax() - LIMITS.renewMillis());
        assertAccepted(token(RSA, "r"));
        clock.advance(1);
        assertThat(denied(token(RSA, "r")).reason()).isEqualTo(Verdict.Reason.UNAVAILABLE);

        publish(Keys.published(RSA, "r", ""));
        clock.advance(LIMITS.intervalMillisMin());
        assertAccepted(token(RSA, "r"));
    }

    @Test
    void oldKeysAreRenewedInPassing() throws Exception {
        publish(Keys.published(RSA, "old", ""));
        String old = token(RSA, "old");
        assertAccepted(old);
        publish(Keys.published(ELLIPTIC, "new", ""));
        clock.advance(LIMITS.renewMillis());

        assertThat(tokens.check(old)).isCompleted();
        assertAccepted(token(ELLIPTIC, "new"));
        assertThat(denied(old).reason()).isEqualTo(Verdict.Reason.FAILED);
    }

    @Test
    void unknownKeyWhileTheAddressIsDownIsToldToComeAgain() throws Exception {
        publish(Keys.published(RSA, "r", ""));
        assertAccepted(token(RSA, "r"));
        server.stop(0);
        clock.advance(LIMITS.intervalMillisMin());

        assertThat(denied(token(ELLIPTIC, "new")).reason()).isEqualTo(Verdict.Reason.UNAVAILABLE);
        assertAccepted(token(RSA, "r"));
    }

    @Test
    void answersThatAreNoKeySetAreNotTaken() throws Exception {
        String keys = Keys.set(Keys.published(RSA, "r", ""));
        String many = Keys.set(java.util.Collections.nCopies(LIMITS.keysMax() + 1, Keys.published(EDWARDS, "r", ""))
                .toArray(String[]::new));
        List<Answer> useless = List.of(
                exchange -> text(exchange, 200, "<html>"),
                exchange -> text(exchange, 200, "{\"keys\":7}"),
                exchange -> text(exchange, 404, keys),
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    text(exchange, 302, keys);
                },
                exchange -> text(exchange, 200, keys + " ".repeat(LIMITS.bytesMax())),
                exchange -> text(exchange, 200, many));
        for (Answer each : useless) {
            answer = each;
            assertThat(denied(token(RSA, "r")).reason()).isEqualTo(Verdict.Reason.UNAVAILABLE);
            clock.advance(LIMITS.intervalMillisMin());
        }
        publish(Keys.published(RSA, "r", ""));
        assertAccepted(token(RSA, "r"));
    }

    @Test
    void answerWithoutAnEndIsGivenUp() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("{\"keys\":[".getBytes(StandardCharsets.US_ASCII));
            body.flush();
            await(ended);
        };
        try {
            assertThat(denied(token(RSA, "r")).reason()).isEqualTo(Verdict.Reason.UNAVAILABLE);
        } finally {
            ended.countDown();
        }
    }

    private void publish(String... members) {
        answer = exchange -> text(exchange, 200, Keys.set(members));
    }

    private static void text(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("the test did not let it go on");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> claims() {
        return Map.of("sub", "ann", "exp", clock.epochMillis() / 1_000 + 100_000);
    }

    private String token(KeyPair pair, @org.jspecify.annotations.Nullable String id) {
        return Keys.mint(pair).mint(claims(), id);
    }

    private void assertAccepted(String token) throws Exception {
        assertThat(tokens.check(token).get(WAIT_SECONDS_MAX, TimeUnit.SECONDS)).isInstanceOf(Verdict.Accepted.class);
    }

    private Verdict.Denied denied(String token) throws Exception {
        return (Verdict.Denied) tokens.check(token).get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static boolean isDenied(Verdict verdict, Verdict.Reason reason) {
        return verdict instanceof Verdict.Denied denied && denied.reason() == reason;
    }
}
