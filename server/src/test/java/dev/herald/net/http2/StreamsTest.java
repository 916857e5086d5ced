package dev.herald.net.http2;

import static dev.herald.net.http2.RawHttp2.END_HEADERS;
import static dev.herald.net.http2.RawHttp2.END_STREAM;
import static dev.herald.net.http2.RawHttp2.HEADERS;
import static dev.herald.net.http2.RawHttp2.RESET;
import static dev.herald.net.http2.RawHttp2.WINDOW_UPDATE;
import static dev.herald.net.http2.RawHttp2.frame;
import static dev.herald.net.http2.RawHttp2.head;
import static dev.herald.net.http2.RawHttp2.number;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.herald.net.Bounded;
import dev.herald.net.NetSettings;
import dev.herald.net.NetStartException;
import dev.herald.net.ServedSite;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Streams that end in other ways than with an answer, as a client writes them frame by frame. */
@Timeout(60)
class StreamsTest {
    private static final int WINDOW = 65_535;
    private static final int CANCEL = 8;
    private ServedSite site;

    @AfterEach
    void stop() {
        site.close();
    }

    private void start(Duration times) throws NetStartException {
        site = new ServedSite(NetSettings.of("127.0.0.1", 0)
                .withLoops(1)
                .withLimits(ServedSite.limits(times, Duration.ofSeconds(30))));
    }

    @Test
    void anAnswerThatIsNotTakenIsResetAfterItsTimeAndTheOthersAreServed() throws Exception {
        start(Duration.ofMillis(400));
        try (RawHttp2 client = new RawHttp2(site.port(), 0)) {
            client.get(1, "/big").get(3, "/hello");
            for (int count = 0; count < 2; count++) {
                RawHttp2.Frame reset = client.next(RESET);
                assertThat(reset.number()).isEqualTo(CANCEL);
                assertThat(reset.stream()).isIn(1, 3);
            }
            client.get(5, "/hello", "x", "y").send(frame(WINDOW_UPDATE, 0, 5, number(5)));
            assertThat(client.next(RawHttp2.DATA).text()).isEqualTo("hello");
        }
        assertThat(site.meters.get("herald.net.answers.untaken.bytes").gauge().value())
                .isZero();
    }

    @Test
    void streamsThatTheClientResetsAreNeitherAnsweredNorLogged() throws Exception {
        start(Duration.ofSeconds(20));
        List<ILoggingEvent> logged = whatIsLoggedWhile(client -> {
            for (int stream = 1; stream < 100; stream += 2) {
                client.get(stream, "/slow").send(frame(RESET, 0, stream, number(CANCEL)));
            }
        });
        assertThat(logged).isEmpty();
    }

    /** The server resets these itself (RFC 9113, section 6.9.1). */
    @Test
    void streamsThatTheClientBreaksAreNeitherAnsweredNorLogged() throws Exception {
        start(Duration.ofSeconds(20));
        List<ILoggingEvent> logged = whatIsLoggedWhile(client -> {
            for (int stream = 1; stream < 100; stream += 2) {
                client.get(stream, "/slow").send(frame(WINDOW_UPDATE, 0, stream, number(Integer.MAX_VALUE)));
            }
        });
        assertThat(logged).isEmpty();
    }

    @Test
    void aConnectionThatLetsItsStreamsBreakWithoutEndIsEnded() throws Exception {
        start(Duration.ofSeconds(20));
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            boolean isEnded = false;
            for (int stream = 1; stream < 2_000 && !isEnded; stream += 2) {
                try {
                    client.send(
                            frame(HEADERS, END_STREAM | END_HEADERS, stream, head("GET", "/slow")),
                            frame(WINDOW_UPDATE, 0, stream, number(Integer.MAX_VALUE)));
                } catch (IOException gone) {
                    isEnded = true;
                }
            }
            assertThat(isEnded || client.isEnded()).isTrue();
        }
        site.slowMayEnd.countDown();
    }

    private interface Doing {
        void on(RawHttp2 client) throws IOException;
    }

    private List<ILoggingEvent> whatIsLoggedWhile(Doing doing) throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root.addAppender(appender);
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            doing.on(client);
            client.settle();
            assertThat(site.meters
                            .counter("herald.http.requests", "status", "5xx")
                            .count())
                    .isZero();
            site.slowMayEnd.countDown();
            client.get(1_001, "/hello");
            assertThat(client.next(RawHttp2.DATA).text()).isEqualTo("hello");
            // The last of them may still run.
            Bounded.until(site::isQuiet);
            client.settle();
        } finally {
            root.detachAppender(appender);
        }
        return appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }
}
