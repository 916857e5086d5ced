package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What the platform throws, met on real sockets, in words for people. */
final class FailuresTest {
    @Test
    void nobodyThere() throws Exception {
        URI server;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server = URI.create("http://127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(told(server)).isEqualTo("nothing answers at " + server);
    }

    @Test
    void nameThatIsNotKnown() throws Exception {
        assertThat(told(URI.create("http://no-such-name.invalid:1")))
                .isEqualTo("the name no-such-name.invalid is not known here (http://no-such-name.invalid:1)");
    }

    @Test
    void plainWhereTlsIsExpectedAndTheOtherWayRound() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(socket));
            assertThat(told(URI.create("https://127.0.0.1:" + socket.getLocalPort())))
                    .endsWith("does not speak TLS: its address begins with http");
            assertThat(told(URI.create("http://127.0.0.1:" + socket.getLocalPort())))
                    .contains("closed the connection without an answer", "begins with https");
        }
    }

    @Test
    void whatStaysSoIsKnownFromWhatMayPass() {
        URI server = URI.create("https://herald.example");
        assertThat(Failures.isLasting(wrapped(new CertificateExpiredException("NotAfter: then")), server))
                .isTrue();
        assertThat(Failures.isLasting(new SSLHandshakeException("Remote host terminated the handshake"), server))
                .isFalse();
        assertThat(Failures.isLasting(new java.net.ConnectException(), server)).isFalse();
        assertThat(Failures.isLasting(new java.net.ProtocolException("Invalid status line: \"SSH\""), server))
                .isTrue();
    }

    @Test
    void certificates() {
        URI server = URI.create("https://herald.example:8000/x");
        assertThat(Failures.describe(wrapped(new CertPathBuilderException("unable to find")), server))
                .startsWith("the certificate of https://herald.example:8000 is signed by nobody");
        assertThat(Failures.describe(wrapped(new CertificateExpiredException("NotAfter: then")), server))
                .isEqualTo("the certificate of https://herald.example:8000 has expired");
        assertThat(Failures.describe(new SSLHandshakeException("No name matching herald.example found"), server))
                .isEqualTo("the certificate of https://herald.example:8000 is for another name than herald.example");
    }

    private static IOException wrapped(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("it failed");
        handshake.initCause(cause);
        return new IOException(handshake);
    }

    /** The first is answered in plain text, the next ones are only closed. */
    private static void answer(ServerSocket socket) {
        boolean isFirst = true;
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                int read = connection.getInputStream().read(new byte[1024]);
                if (isFirst && read > 0) {
                    connection.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                isFirst = false;
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static String told(URI server) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(server).build(), HttpResponse.BodyHandlers.discarding());
            throw new AssertionError("it was answered");
        } catch (IOException failure) {
            return Failures.describe(failure, server);
        }
    }
}
