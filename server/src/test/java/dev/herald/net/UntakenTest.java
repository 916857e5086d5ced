package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.http2.RawHttp2;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask, and do not take what they asked for or do not finish asking. The server's times are long here. */
@Timeout(60)
class UntakenTest {
    private static final int CONNECTIONS = 3;
    private final List<AutoCloseable> held = new ArrayList<>();
    private ServedSite site;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : held) {
            one.close();
        }
        site.close();
    }

    private void start(NetLimits limits) throws NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0).withLoops(1).withLimits(limits));
    }

    private static NetLimits longTimes() {
        return ServedSite.limits(Duration.ofSeconds(50), Duration.ofSeconds(50));
    }

    private RawClient held(RawClient client) {
        held.add(client);
        return client;
    }

    private RawHttp2 withoutWindow() throws IOException {
        RawHttp2 client = new RawHttp2(site.port(), 0);
        held.add(client);
        return client;
    }

    private double untakenBytes() {
        return site.meters.get("herald.net.answers.untaken.bytes").gauge().value();
    }

    private double requests() {
        return site.meters.counter("herald.http.requests", "status", "2xx").count();
    }

    private void aNewClientIsServed() throws IOException {
        try (RawClient client = new RawClient(site.port())) {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void streamsWithoutWindowMakeRoomForNewClients() throws Exception {
        start(longTimes().withConnections(CONNECTIONS));
        for (int count = 0; count < CONNECTIONS; count++) {
            withoutWindow().get(1, "/hello").get(3, "/hello");
        }
        Bounded.until(() -> untakenBytes() == CONNECTIONS * 10);
        for (int count = 0; count < CONNECTIONS; count++) {
            aNewClientIsServed();
        }
        assertThat(site.meters.get("herald.net.connections.displaced").counter().count())
                .isPositive();
    }

    @Test
    void answersThatAreNotReadMakeRoomForNewClients() throws Exception {
        start(longTimes().withConnections(CONNECTIONS));
        for (int count = 0; count < CONNECTIONS; count++) {
            held(new RawClient(site.port())).send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8));
        }
        Bounded.until(() -> untakenBytes() == CONNECTIONS * (3 << 20));
        for (int count = 0; count < CONNECTIONS; count++) {
            aNewClientIsServed();
        }
    }

    @Test
    void requestsWhoseBodiesDoNotComeMakeRoomForNewClients() throws Exception {
        start(longTimes().withConnections(CONNECTIONS));
        for (int count = 0; count < CONNECTIONS; count++) {
            held(new RawClient(site.port()))
                    .send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n"
                            + "Expect: 100-continue\r\n\r\n")
                    .line();
        }
        aNewClientIsServed();
    }

    @Test
    void whatARunningRequestWaitsForKeepsItsConnection() throws Exception {
        start(longTimes().withConnections(CONNECTIONS));
        RawHttp2 running = withoutWindow().get(1, "/slow");
        RawClient other = held(new RawClient(site.port()).send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        site.slowRuns.await();
        for (int count = 0; count < 5; count++) {
            aNewClientIsServed();
        }
        site.slowMayEnd.countDown();
        assertThat(other.answer().body()).isEqualTo("slow");
        Bounded.until(() -> untakenBytes() == 4);
        assertThat(running).isNotNull();
    }

    @Test
    void allAnswersThatAreNotTakenHaveOneBoundAndTheOldestGo() throws Exception {
        start(longTimes().withAnswersBytes(7 << 20));
        RawHttp2 first = withoutWindow();
        for (int stream = 1; stream <= 9; stream += 2) {
            first.get(stream, "/big");
        }
        Bounded.until(() -> requests() == 5);
        assertThat(untakenBytes()).isEqualTo(2 * (3 << 20));
        RawClient second =
                held(new RawClient(site.port())).send("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8));
        Bounded.until(() -> requests() >= 7);
        assertThat(untakenBytes()).isLessThanOrEqualTo(7 << 20);
        aNewClientIsServed();
        second.close();
        first.close();
        Bounded.until(() -> untakenBytes() == 0);
    }
}
