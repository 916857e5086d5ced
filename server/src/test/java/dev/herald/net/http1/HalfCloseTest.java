package dev.herald.net.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.Io;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.RawClient;
import dev.herald.net.ServedSite;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that end their sending half and still wait for the answer, as {@code printf … | nc} does. */
@Timeout(60)
class HalfCloseTest {
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private ServedSite site;

    private RawClient client(Io io) throws IOException, NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0).withIo(io));
        return new RawClient(site.port());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void answersWhatWasAskedBeforeTheClientEndedItsHalfAndCloses(Io io) throws Exception {
        try (RawClient client = client(io)) {
            client.send("GET /slow" + HOST + "\r\n").endSending();
            site.slowRuns.await();
            site.slowMayEnd.countDown();
            assertThat(client.answer().body()).isEqualTo("slow");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void answersAllPipelinedRequests(Io io) throws Exception {
        try (RawClient client = client(io)) {
            client.send("GET /slow" + HOST + "\r\nPOST /echo" + HOST + "Content-Length: 3\r\n\r\noneGET /plain" + HOST
                            + "\r\nGET /hello" + HOST + "\r\nGET /never" + HOST)
                    .endSending();
            site.slowRuns.await();
            site.slowMayEnd.countDown();
            assertThat(client.answer().body()).isEqualTo("slow");
            assertThat(client.answer().body()).isEqualTo("one");
            assertThat(client.answer().body()).isEqualTo("plain");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void closesAnIdleConnectionWhoseClientEndsItsHalf(Io io) throws Exception {
        try (RawClient client = client(io)) {
            assertThat(client.send("GET /hello" + HOST + "\r\n").answer().body())
                    .isEqualTo("hello");
            assertThat(client.endSending().rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void closesAnUpgradedConnectionBehindSuchARequest(Io io) throws Exception {
        try (RawClient client = client(io)) {
            client.send("GET /slow" + HOST + "\r\nGET /upgrade" + HOST + "Connection: Upgrade\r\nUpgrade: echo\r\n\r\n")
                    .endSending();
            site.slowRuns.await();
            site.slowMayEnd.countDown();
            assertThat(client.answer().body()).isEqualTo("slow");
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.rest()).isEmpty();
        }
    }
}
