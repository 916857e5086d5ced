package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow, and more of them than there may be. The limits are short, the reads bounded. */
@Timeout(60)
class TimeoutTest {
    private ServedSite site;

    @BeforeEach
    void start() throws NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0).withLimits(ServedSite.shortLimits()));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    /** Sends the same byte again and again, slowly, until the server has had enough. */
    private static void trickle(RawClient client, String piece) throws InterruptedException {
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    client.send(piece);
                    Thread.sleep(Duration.ofMillis(50));
                }
            } catch (IOException | InterruptedException e) {
                // The server has closed: that is what the test waits for.
                Thread.currentThread().interrupt();
            }
        });
        assertThat(sender.isVirtual()).isTrue();
    }

    @Test
    void givesUpAHeadThatComesAByteAtATime() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            trickle(client, "x");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.headers()).containsEntry("connection", "close");
        }
    }

    @Test
    void givesUpABodyThatComesAByteAtATime() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            trickle(client, "x");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void givesUpEmptyLinesWithoutEnd() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            trickle(client, "\r\n");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void givesUpHalfAPrefaceOfHttp2() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("PRI * HTTP/2.0\r\n");
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    void closesAnIdleConnectionWithoutAWord() throws Exception {
        try (RawClient silent = new RawClient(site.port());
                RawClient client = new RawClient(site.port())) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
            assertThat(silent.rest()).isEmpty();
        }
    }

    @Test
    void closesAnHttp2ConnectionThatAsksNothing() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            assertThat(client.rest()).contains("\u0007");
        }
    }

    @Test
    void closesWhenAnAnswerIsNotTaken() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\nGET /big HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\nGET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Bounded.until(
                    () -> site.meters.get("herald.net.connections.open").gauge().value() == 0);
        }
    }

    @Test
    void leavesARequestTheTimeItNeedsToRun() throws Exception {
        try (RawClient client = new RawClient(site.port())) {
            client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
            site.slowRuns.await();
            try (RawClient idle = new RawClient(site.port())) {
                assertThat(idle.rest()).as("an idle time has passed").isEmpty();
            }
            site.slowMayEnd.countDown();
            assertThat(client.answer().body()).isEqualTo("slow");
        }
    }

    @Test
    void answers503AboveItsConnectionsAndServesAgainWhenSomeHaveLeft() throws Exception {
        site.close();
        site = new ServedSite(NetSettings.of("127.0.0.1", 0)
                .withLimits(ServedSite.limits(Duration.ofSeconds(10), Duration.ofSeconds(30))
                        .withConnections(3)));
        List<RawClient> held = new ArrayList<>();
        for (int count = 0; count < 3; count++) {
            RawClient client = new RawClient(site.port());
            held.add(client);
            client.send("GET /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(101);
        }
        for (String path : new String[] {"/hello", "/upgrade"}) {
            try (RawClient more = new RawClient(site.port())) {
                more.send(
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                RawClient.Answer answer = more.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers()).containsEntry("retry-after", "1");
            }
        }
        held.getFirst().close();
        Bounded.until(
                () -> site.meters.get("herald.net.connections.open").gauge().value() == 2);
        try (RawClient again = new RawClient(site.port())) {
            again.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(again.answer().body()).isEqualTo("hello");
        }
        for (RawClient client : held) {
            client.close();
        }
    }
}
