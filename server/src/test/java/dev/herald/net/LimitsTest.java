package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all connections together may cost, and floods of HTTP/2 frames. */
@Timeout(60)
class LimitsTest {
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private ServedSite site;

    @AfterEach
    void stop() {
        site.close();
    }

    private void start(int requests) throws NetStartException {
        Duration ten = Duration.ofSeconds(10);
        NetLimits limits = new NetLimits(
                100, 256, requests, 8 << 10, 16 << 10, 1 << 20, 2 << 20, 64 << 20, ten, ten, ten, ten, ten, 64 << 10,
                128 << 10);
        site = new ServedSite(NetSettings.of("127.0.0.1", 0).withLimits(limits));
    }

    @Test
    void answers503WhenAllBodiesTogetherAreTooMuchAndTakesThemAgainAfterwards() throws Exception {
        start(100);
        List<RawClient> halves = new ArrayList<>(List.of(half(), half()));
        // The halves may still be on their way, so ask until they count. A question that stands in the way of one that
        // grows costs it its place: it is sent again.
        Bounded.until(() -> {
            halves.replaceAll(this::lasting);
            return post(1) == 503;
        });
        for (RawClient half : halves) {
            half.send(new byte[48_576]);
            assertThat(half.answer().body()).hasSize(1 << 20);
            half.close();
        }
        Bounded.until(() -> post(200_000) == 200);
    }

    private RawClient half() {
        try {
            RawClient half = new RawClient(site.port());
            half.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\nExpect: 100-continue\r\n\r\n");
            half.line();
            half.line();
            half.send(new byte[1_000_000]);
            return half;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RawClient lasting(RawClient half) {
        try {
            if (!half.isAnswered()) {
                return half;
            }
            half.close();
            return half();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int post(int bytes) {
        try (RawClient client = new RawClient(site.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n");
            client.send(new byte[bytes]);
            return client.answer().status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answers503WhenTooManyRequestsRun() throws Exception {
        start(1);
        try (RawClient running = new RawClient(site.port());
                RawClient other = new RawClient(site.port())) {
            running.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            site.slowRuns.await();
            other.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawClient.Answer answer = other.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            site.slowMayEnd.countDown();
            assertThat(running.answer().body()).isEqualTo("slow");
            other.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(other.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void endsAConnectionThatOpensAndResetsStreamsWithoutEnd() throws Exception {
        start(100);
        try (RawClient client = begun()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int stream = 1; stream < 1_000; stream += 2) {
                flood.writeBytes(frame(1, END_STREAM | END_HEADERS, stream, head()));
                flood.writeBytes(frame(3, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            client.send(flood.toByteArray());
            assertThat(client.rest()).contains("\u000b");
        }
    }

    @Test
    void endsAConnectionThatContinuesItsHeadersWithoutEnd() throws Exception {
        start(100);
        try (RawClient client = begun()) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            flood.writeBytes(frame(1, END_STREAM, 1, head()));
            for (int count = 0; count < 100; count++) {
                flood.writeBytes(frame(9, 0, 1, new byte[] {(byte) 0x84}));
            }
            client.send(flood.toByteArray());
            assertThat(client.rest()).contains("\u0007");
        }
    }

    private RawClient begun() throws IOException {
        RawClient client = new RawClient(site.port());
        client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        return client.send(frame(4, 0, 0, new byte[0]));
    }

    /** GET http://localhost/ in the words of HPACK (RFC 7541). */
    private static byte[] head() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x01, 9});
        head.writeBytes("localhost".getBytes(StandardCharsets.US_ASCII));
        return head.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(
                new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags});
        frame.writeBytes(new byte[] {0, 0, (byte) (stream >> 8), (byte) stream});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
