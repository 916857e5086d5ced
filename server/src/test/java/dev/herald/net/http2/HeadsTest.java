package dev.herald.net.http2;

import static dev.herald.net.http2.RawHttp2.CONTINUATION;
import static dev.herald.net.http2.RawHttp2.END_HEADERS;
import static dev.herald.net.http2.RawHttp2.END_STREAM;
import static dev.herald.net.http2.RawHttp2.HEADERS;
import static dev.herald.net.http2.RawHttp2.frame;
import static dev.herald.net.http2.RawHttp2.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NetStartException;
import dev.herald.net.ServedSite;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heads of requests that are refused: each on its stream, and the streams beside it notice nothing. */
@Timeout(60)
class HeadsTest {
    private static final int FRAME_BYTES_MAX = 16_384;
    private ServedSite site;
    private RawHttp2 client;

    @BeforeEach
    void start() throws NetStartException, IOException {
        site = new ServedSite();
        client = new RawHttp2(site.port(), 65_535);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        site.close();
    }

    private void isRefused(int stream, int status) throws IOException {
        RawHttp2.Frame body = client.next(RawHttp2.DATA);
        assertThat(body.stream()).isEqualTo(stream);
        assertThat(body.text()).contains("\"status\":" + status);
        client.get(stream + 2, "/hello");
        assertThat(client.next(RawHttp2.DATA).text()).isEqualTo("hello");
    }

    /** In as many frames as it takes. */
    private void ask(int stream, byte[] head) throws IOException {
        int first = Math.min(head.length, FRAME_BYTES_MAX);
        boolean isAll = first == head.length;
        client.send(frame(HEADERS, isAll ? END_STREAM | END_HEADERS : END_STREAM, stream, Arrays.copyOf(head, first)));
        for (int at = first; at < head.length; at += FRAME_BYTES_MAX) {
            int end = Math.min(head.length, at + FRAME_BYTES_MAX);
            client.send(frame(
                    CONTINUATION, end == head.length ? END_HEADERS : 0, stream, Arrays.copyOfRange(head, at, end)));
        }
    }

    @Test
    void aHeadThatIsTooLargeIs431OnItsStream() throws IOException {
        int max = ServedSite.limits(java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1))
                .headerBytes();
        ask(1, head("GET", "/hello", "cookie", "c".repeat(max - 1_000)));
        assertThat(client.next(RawHttp2.DATA).text()).isEqualTo("hello");
        ask(3, head("GET", "/hello", "cookie", "c".repeat(max)));
        isRefused(3, 431);
        ask(7, head("GET", "/hello", "cookie", "c".repeat(3 * max)));
        isRefused(7, 431);
    }

    @Test
    void aTargetThatIsTooLongIs414() throws IOException {
        client.get(1, "/hello?" + "x".repeat(9 << 10));
        isRefused(1, 414);
    }

    @Test
    void aRequestHasOneToken() throws IOException {
        client.get(1, "/hello", "authorization", "Bearer a", "authorization", "Bearer b");
        isRefused(1, 400);
        client.get(5, "/plain", "authorization", "Bearer a", "authorization", "Bearer a");
        isRefused(5, 400);
    }

    @Test
    void aTargetHoldsNoControlCharacter() throws IOException {
        for (int stream = 1; stream < 7; stream += 2) {
            client.get(stream, new String[] {"/hello\rX", "/hello HTTP/1.1", "/hello\u007f"}[stream / 2]);
            RawHttp2.Frame answer = client.next();
            // The codec resets some of them before a request is made of them.
            boolean isReset = answer.type() == RawHttp2.RESET;
            assertThat(isReset || client.next(RawHttp2.DATA).text().contains("\"status\":400"))
                    .isTrue();
        }
    }
}
