package dev.herald.net.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.Bounded;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.RawClient;
import dev.herald.net.ServedSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many requests of one read keep the loop busy: others have their turn all the same. */
@Timeout(60)
class TurnsTest {
    private static final int ASKED = 1_500;
    private static final String BUSY = "GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private ServedSite site;

    @BeforeEach
    void start() throws NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0).withLoops(1));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whoAsksMuchAtOnceTakesTurnsWithOthersAndMissesNoAnswer() throws Exception {
        try (RawClient many = new RawClient(site.port());
                RawClient one = new RawClient(site.port())) {
            // After much in a row the server reads as much at once as it ever does.
            many.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
                    .send(new byte[1_000_000]);
            assertThat(many.answer().body()).hasSize(1_000_000);
            one.send(BUSY);
            assertThat(one.answer().body()).isEqualTo("busy");
            many.send(BUSY.repeat(ASKED));
            Bounded.until(() -> site.busied.get() > 1);
            one.send("GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(one.answer().body()).isEqualTo("plain");
            assertThat(site.busied.get()).isLessThan(ASKED);
            for (int count = 0; count < ASKED; count++) {
                assertThat(many.answer().body()).isEqualTo("busy");
            }
            many.send("GET /plain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(many.answer().body()).isEqualTo("plain");
            assertThat(many.rest()).isEmpty();
        }
    }
}
