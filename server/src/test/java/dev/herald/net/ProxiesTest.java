package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.access.TrustedProxies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a caller is behind a proxy: by {@code X-Forwarded-For}, and by the PROXY protocol. */
@Timeout(60)
class ProxiesTest {
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final TrustedProxies LOOPBACK = proxies("127.0.0.0/8", "10.0.0.0/8");
    private static final TrustedProxies OTHERS = proxies("10.0.0.0/8");
    private static final String WHO = "GET /who HTTP/1.1\r\nHost: localhost\r\n";
    private ServedSite site;

    private static TrustedProxies proxies(String... blocks) {
        return new TrustedProxies(Stream.of(blocks)
                .map(block -> TrustedProxies.Block.parse(block).orElseThrow())
                .toList());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private void start(TrustedProxies trusted, boolean isProxyProtocol) throws NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0)
                .withLimits(ServedSite.limits(Duration.ofMillis(500), Duration.ofSeconds(30)))
                .withProxies(new Proxies(trusted, isProxyProtocol)));
    }

    private String who(String headers) throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            return client.send(WHO + headers + "\r\n").answer().body();
        }
    }

    @Test
    void aTrustedProxySaysForWhomItAsks() throws Exception {
        start(LOOPBACK, false);
        assertThat(who("X-Forwarded-For: 198.51.100.9\r\n")).isEqualTo("198.51.100.9");
        assertThat(who("x-forwarded-for: 1.1.1.1\r\nX-Forwarded-For: 198.51.100.9, 10.0.0.7\r\n"))
                .isEqualTo("198.51.100.9");
        assertThat(who("X-Forwarded-For: nonsense\r\n")).isEqualTo("127.0.0.1");
        assertThat(who("")).isEqualTo("127.0.0.1");
    }

    @Test
    void eachRequestOfAConnectionSpeaksForItsOwnClient() throws Exception {
        start(LOOPBACK, false);
        try (RawClient client = new RawClient(site.port())) {
            client.send(WHO + "X-Forwarded-For: 198.51.100.1\r\n\r\n" + WHO + "\r\n");
            assertThat(client.answer().body()).isEqualTo("198.51.100.1");
            assertThat(client.answer().body()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void nobodyElseDoes() throws Exception {
        start(OTHERS, false);
        assertThat(who("X-Forwarded-For: 198.51.100.9\r\n")).isEqualTo("127.0.0.1");
    }

    @Test
    void overHttp2TheSame() throws Exception {
        start(LOOPBACK, false);
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            URI who = URI.create("http://localhost:" + site.port() + "/who");
            for (int i = 0; i < 2; i++) {
                HttpRequest request = HttpRequest.newBuilder(who)
                        .header("X-Forwarded-For", "2001:db8::" + i)
                        .build();
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("2001:db8:0:0:0:0:0:" + i);
            }
        }
    }

    @Test
    void aHeaderOfVersionOneNamesTheClientOfTheConnection() throws Exception {
        start(LOOPBACK, true);
        try (RawClient client = new RawClient(site.port())) {
            client.send("PROXY TCP4 198.51.100.9 192.0.2.1 4711 443\r\n" + WHO + "\r\n");
            assertThat(client.answer().body()).isEqualTo("198.51.100.9");
            client.send(WHO + "X-Forwarded-For: 1.1.1.1\r\n\r\n");
            assertThat(client.answer().body()).as("it is no proxy").isEqualTo("198.51.100.9");
        }
        try (RawClient client = new RawClient(site.port())) {
            client.send("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443\r\n" + WHO + "\r\n");
            assertThat(client.answer().body()).isEqualTo("2001:db8:0:0:0:0:0:7");
        }
        try (RawClient client = new RawClient(site.port())) {
            client.send("PROXY TCP4 10.0.0.7 192.0.2.1 4711 443\r\n" + WHO + "X-Forwarded-For: 1.1.1.1\r\n\r\n");
            assertThat(client.answer().body()).as("a second proxy").isEqualTo("1.1.1.1");
        }
    }

    @Test
    void aHeaderMayComeByteByByte() throws Exception {
        start(LOOPBACK, true);
        for (byte[] header : List.of(
                "PROXY TCP4 198.51.100.9 192.0.2.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII),
                version2(0x21, 0x11, new byte[0]))) {
            try (RawClient client = new RawClient(site.port())) {
                for (byte one : header) {
                    client.send(new byte[] {one});
                }
                client.send(WHO + "\r\n");
                assertThat(client.answer().body()).isEqualTo("198.51.100.9");
            }
        }
    }

    @Test
    void aHeaderOfVersionTwoNamesItTooAndMayCarryMore() throws Exception {
        start(LOOPBACK, true);
        byte[] authority = {0x02, 0x00, 0x03, 'a', '.', 'b'};
        for (byte[] more : List.of(new byte[0], authority)) {
            try (RawClient client = new RawClient(site.port())) {
                client.send(version2(0x21, 0x11, more)).send(WHO + "\r\n");
                assertThat(client.answer().body()).isEqualTo("198.51.100.9");
            }
        }
    }

    @Test
    void aProxyThatSpeaksForItselfIsTheCaller() throws Exception {
        start(LOOPBACK, true);
        try (RawClient client = new RawClient(site.port())) {
            client.send("PROXY UNKNOWN\r\n" + WHO + "\r\n");
            assertThat(client.answer().body()).isEqualTo("127.0.0.1");
        }
        try (RawClient client = new RawClient(site.port())) {
            client.send(version2(0x20, 0x00, new byte[0])).send(WHO + "\r\n");
            assertThat(client.answer().body()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "PROXY TCP4 198.51.100.9 192.0.2.1 4711\r\n",
                "PROXY TCP4 localhost 192.0.2.1 4711 443\r\n",
                "PROXY TCP4 198.51.100.9 192.0.2.1 99999 443\r\n",
                "PROXY TCP9 198.51.100.9 192.0.2.1 4711 443\r\n",
                "PROXY TCP4 198.51.100.9 192.0.2.1 4711 443\n",
                "PROXY TCP4 198.51.100.9 192.0.2.1 4711 443",
                "PROXY ",
                ""
            })
    void whatIsNoHeaderEndsTheConnectionWithoutAWord(String start) throws Exception {
        start(LOOPBACK, true);
        try (RawClient client = new RawClient(site.port())) {
            client.send(start);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aHeaderThatIsTooLongEndsIt() throws Exception {
        start(LOOPBACK, true);
        try (RawClient client = new RawClient(site.port())) {
            client.send("PROXY TCP4 " + "1".repeat(200));
            assertThat(closes(client)).isTrue();
        }
        byte[] more = new byte[40_000];
        try (RawClient client = new RawClient(site.port())) {
            client.send(version2(0x21, 0x11, more));
            assertThat(closes(client)).isTrue();
        }
    }

    /** With a reset where bytes were left unread. */
    private static boolean closes(RawClient client) {
        try {
            return client.rest().isEmpty();
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void onlyATrustedProxyMayConnectThen() throws Exception {
        start(OTHERS, true);
        try (RawClient client = new RawClient(site.port())) {
            assertThat(client.rest()).isEmpty();
        }
    }

    /** From 198.51.100.9:4711 to 192.0.2.1:443 where the family is IPv4. */
    private static byte[] version2(int command, int family, byte[] more) {
        byte[] addresses = family == 0x11
                ? new byte[] {(byte) 198, 51, 100, 9, (byte) 192, 0, 2, 1, 0x12, 0x67, 0x01, (byte) 0xbb}
                : new byte[0];
        int length = addresses.length + more.length;
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE);
        header.writeBytes(new byte[] {(byte) command, (byte) family, (byte) (length >> 8), (byte) length});
        header.writeBytes(addresses);
        header.writeBytes(more);
        return header.toByteArray();
    }
}
