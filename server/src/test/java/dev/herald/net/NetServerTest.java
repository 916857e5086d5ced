package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.access.TrustedProxies;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Start, stop, TLS and the ways to wait for sockets. */
@Timeout(60)
class NetServerTest {
    private static final NetSettings LOOPBACK = NetSettings.of("127.0.0.1", 0);

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServedSite first = new ServedSite(LOOPBACK)) {
            NetSettings same = NetSettings.of("127.0.0.1", first.port());
            assertThatThrownBy(() -> new ServedSite(same))
                    .isInstanceOf(NetStartException.class)
                    .hasMessageContaining("port " + first.port() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void saysWhatIsWrongWithTheAddressOrTheCertificate() {
        assertThatThrownBy(() -> new ServedSite(NetSettings.of("no.such.host.invalid", 0)))
                .isInstanceOf(NetStartException.class)
                .hasMessageContaining("no.such.host.invalid");
        assertThatThrownBy(() -> new ServedSite(NetSettings.of("192.0.2.1", 0)))
                .isInstanceOf(NetStartException.class)
                .hasMessageContaining("192.0.2.1 is no address of this machine");
        assertThatThrownBy(() -> new ServedSite(LOOPBACK.withTls(Path.of("/nowhere.pem"), Path.of("/nowhere.key"))))
                .isInstanceOf(NetStartException.class)
                .hasMessageContaining("/nowhere.pem cannot be read");
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void servesWithEveryWayToWait(Io io) throws Exception {
        try (ServedSite site = new ServedSite(LOOPBACK.withIo(io).withLoops(1));
                RawClient client = new RawClient(site.port())) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(site.server.loops()).hasSize(1);
        }
    }

    @Test
    void finishesWhatRunsAndClosesWhatIsIdleWhenItStops() throws Exception {
        AtomicBoolean wasTold = new AtomicBoolean();
        ServedSite site = new ServedSite();
        site.server.whenStopping(() -> wasTold.set(true));
        try (RawClient idle = new RawClient(site.port());
                RawClient running = new RawClient(site.port())) {
            idle.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(idle.answer().status()).isEqualTo(200);
            running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            site.slowRuns.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site.server::close);
            assertThat(idle.rest()).isEmpty();
            assertThat(wasTold).isTrue();
            assertThat(stopped).isNotDone();
            site.slowMayEnd.countDown();
            RawClient.Answer last = running.answer();
            assertThat(last.body()).isEqualTo("slow");
            assertThat(last.headers()).containsEntry("connection", "close");
            stopped.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void stopsWithinItsLimitThoughARequestNeverEnds() throws Exception {
        ServedSite site = new ServedSite(LOOPBACK.withLimits(ServedSite.shortLimits()));
        try (RawClient running = new RawClient(site.port())) {
            running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            site.slowRuns.await();
            CompletableFuture.runAsync(site.server::close).get(10, TimeUnit.SECONDS);
            assertThatThrownBy(running::answer).isInstanceOf(IOException.class);
        } finally {
            site.slowMayEnd.countDown();
        }
    }

    @Test
    void finishesHttp2StreamsWhenItStops() throws Exception {
        ServedSite site = new ServedSite();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://localhost:" + site.port());
            client.send(HttpRequest.newBuilder(base.resolve("/hello")).build(), HttpResponse.BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> slow = client.sendAsync(
                    HttpRequest.newBuilder(base.resolve("/slow")).build(), HttpResponse.BodyHandlers.ofString());
            site.slowRuns.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(site.server::close);
            site.slowMayEnd.countDown();
            assertThat(slow.get(15, TimeUnit.SECONDS).body()).isEqualTo("slow");
            stopped.get(15, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void speaksBothVersionsOverTls(HttpClient.Version version, @TempDir Path dir) throws Exception {
        if (version != HttpClient.Version.HTTP_1_1 && version != HttpClient.Version.HTTP_2) {
            // What a later JDK adds needs a server of its own.
            return;
        }
        Path store = dir.resolve("store.p12");
        NetSettings settings = LOOPBACK.withTls(dir.resolve("certificate.pem"), dir.resolve("key.pem"));
        makeCertificate(store, dir);
        try (ServedSite site = new ServedSite(settings);
                HttpClient client = HttpClient.newBuilder()
                        .version(version)
                        .sslContext(trusting(store))
                        .build()) {
            URI base = URI.create("https://localhost:" + site.port());
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(base.resolve("/echo"))
                            .timeout(Duration.ofSeconds(20))
                            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.body()).hasSize(100_000);
            HttpResponse<String> stream = client.send(
                    HttpRequest.newBuilder(base.resolve("/stream")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(stream.body()).isEqualTo("data: hi\n\n");
            try (RawClient plain = new RawClient(site.port())) {
                plain.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(plain.rest()).doesNotContain("hello");
            }
        }
    }

    @Test
    void theHeaderOfAProxyComesBeforeTls(@TempDir Path dir) throws Exception {
        Path store = dir.resolve("store.p12");
        makeCertificate(store, dir);
        TrustedProxies loopback = new TrustedProxies(
                List.of(TrustedProxies.Block.parse("127.0.0.1").orElseThrow()));
        NetSettings settings = LOOPBACK.withTls(dir.resolve("certificate.pem"), dir.resolve("key.pem"))
                .withProxies(new Proxies(loopback, true));
        try (ServedSite site = new ServedSite(settings);
                Socket socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(20_000);
            String header = "PROXY TCP4 198.51.100.9 192.0.2.1 4711 443\r\n";
            socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
            try (Socket secure = trusting(store).getSocketFactory().createSocket(socket, "localhost", 443, true)) {
                String request = "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
                secure.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(secure.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 200").endsWith("198.51.100.9");
            }
        }
    }

    static SSLContext trusting(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** With the JDK's keytool, for the JDK has no API that makes a certificate. */
    static void makeCertificate(Path store, Path dir) throws Exception {
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        pem(
                dir.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("server", "changeit".toCharArray()).getEncoded());
        pem(
                dir.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        // The client trusts a certificate, not a key entry.
        Certificate certificate = keys.getCertificate("server");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        try (var out = Files.newOutputStream(store)) {
            trusted.store(out, "changeit".toCharArray());
        }
    }

    private static void pem(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
