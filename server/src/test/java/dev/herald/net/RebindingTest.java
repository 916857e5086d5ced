package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No name of a stranger leads to a server on loopback, and none but its own to one that has been named: on any path. */
@Timeout(60)
class RebindingTest {
    private static final List<String> PATHS = List.of("/hello", "/plain", "/stream", "/upgrade", "/nothing");
    private ServedSite site;

    @AfterEach
    void stop() {
        site.close();
    }

    private int status(String request) throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            return client.send(request).answer().status();
        }
    }

    private static Stream<Arguments> strangers() {
        return Stream.of(
                Arguments.of("GET %s HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
                Arguments.of("GET %s HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", 421),
                Arguments.of("GET %s HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421),
                Arguments.of("GET http://evil.example%s HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
                Arguments.of("GET http://evil.example%s HTTP/1.0\r\n\r\n", 421),
                Arguments.of("GET http://%s HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
                Arguments.of("GET %s HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 400),
                Arguments.of(
                        "GET %s HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                        421),
                Arguments.of(
                        "GET %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\n\r\n",
                        403),
                Arguments.of(
                        "GET http://localhost%s HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n"
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                        403),
                Arguments.of(
                        "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost.evil.example\r\n"
                                + "Content-Length: 0\r\n\r\n",
                        403),
                Arguments.of("POST %s HTTP/1.0\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n", 403),
                Arguments.of("POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n", 403));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersAreRefusedOnEveryPath(String request, int expected) throws Exception {
        site = new ServedSite();
        for (String path : PATHS) {
            assertThat(status(request.formatted(path))).as(path).isEqualTo(expected);
        }
    }

    @Test
    void itsOwnNamesAreTaken() throws Exception {
        site = new ServedSite();
        String own = "127.0.0.1:" + site.port();
        for (String host : List.of("localhost", "LOCALHOST:1", "a.localhost", "[::1]:8000", own)) {
            assertThat(status("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .as(host)
                    .isEqualTo(200);
        }
        assertThat(status("GET /hello HTTP/1.0\r\n\r\n")).isEqualTo(200);
        assertThat(status("POST /echo HTTP/1.1\r\nHost: " + own + "\r\nOrigin: http://" + own
                        + "\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(200);
        assertThat(status("POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: HTTP://Localhost:80\r\n"
                        + "Content-Length: 0\r\n\r\n"))
                .as("the port of the scheme")
                .isEqualTo(200);
    }

    @Test
    void aServerOnAllAddressesTakesAnyNameUntilItIsNamed() throws Exception {
        site = new ServedSite(NetSettings.of("0.0.0.0", 0));
        assertThat(status("GET /hello HTTP/1.1\r\nHost: any.example\r\n\r\n")).isEqualTo(200);
        site.close();
        site = new ServedSite(NetSettings.of("0.0.0.0", 0).withAllowed(Set.of("herald.example"), Set.of()));
        for (String path : PATHS) {
            assertThat(status("GET " + path + " HTTP/1.1\r\nHost: any.example\r\n\r\n"))
                    .as(path)
                    .isEqualTo(421);
        }
        assertThat(status("GET /hello HTTP/1.1\r\nHost: Herald.Example:8443\r\n\r\n"))
                .isEqualTo(200);
        assertThat(status("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEqualTo(200);
    }

    @Test
    void overHttp2NamesAreCheckedAsWell() throws Exception {
        site = new ServedSite(NetSettings.of("0.0.0.0", 0).withAllowed(Set.of("herald.example"), Set.of()));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (String path : List.of("/hello", "/plain", "/stream")) {
                for (String host : List.of("127.0.0.1", "127.0.0.2")) {
                    URI address = URI.create("http://" + host + ":" + site.port() + path);
                    int status = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                            .statusCode();
                    assertThat(status).as(host + path).isEqualTo(host.endsWith("2") ? 421 : 200);
                }
            }
        }
    }

    @Test
    void overHttp2ThereIsOneNameForOneRequest() throws Exception {
        site = new ServedSite();
        byte[] authority = literal(1, "localhost");
        byte[] host = literal(38, "evil.example");
        assertThat(http2(authority)).as("200 as the table of HPACK has it").contains("\u0088");
        assertThat(http2(authority, host)).doesNotContain("\u0088");
        assertThat(http2(host)).doesNotContain("\u0088");
        assertThat(http2()).doesNotContain("\u0088");
    }

    /** What comes behind the settings for GET /hello with these fields, until the connection is idle. */
    private String http2(byte[]... fields) throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            byte[] path = literal(4, "/hello");
            int length = 2
                    + path.length
                    + Stream.of(fields).mapToInt(field -> field.length).sum();
            client.send(new byte[] {0, 0, (byte) length, 1, 5, 0, 0, 0, 1, (byte) 0x82, (byte) 0x86});
            client.send(path);
            for (byte[] field : fields) {
                client.send(field);
            }
            while (true) {
                String head = client.read(9);
                String payload = client.read(head.charAt(1) << 8 | head.charAt(2));
                if (head.charAt(3) == 1) {
                    return payload;
                }
            }
        }
    }

    /** A field by its name's place in the static table (RFC 7541, section 6.2.2). */
    private static byte[] literal(int name, String value) {
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        byte[] start = name < 15 ? new byte[] {(byte) name} : new byte[] {15, (byte) (name - 15)};
        byte[] all = new byte[start.length + 1 + text.length];
        System.arraycopy(start, 0, all, 0, start.length);
        all[start.length] = (byte) text.length;
        System.arraycopy(text, 0, all, start.length + 1, text.length);
        return all;
    }
}
