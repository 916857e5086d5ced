package dev.herald.net.http2;

import static dev.herald.net.http2.RawHttp2.DATA;
import static dev.herald.net.http2.RawHttp2.GOAWAY;
import static dev.herald.net.http2.RawHttp2.PING;
import static dev.herald.net.http2.RawHttp2.SETTINGS;
import static dev.herald.net.http2.RawHttp2.WINDOW_UPDATE;
import static dev.herald.net.http2.RawHttp2.frame;
import static dev.herald.net.http2.RawHttp2.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.net.NetStartException;
import dev.herald.net.ServedSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that cost a client nothing: some are welcome, a flood ends the connection. */
@Timeout(60)
class FloodTest {
    private static final int PRIORITY = 2;
    private static final int UNKNOWN = 99;
    private static final int WINDOW = 65_535;
    private static final int ENHANCE_YOUR_CALM = 11;
    private ServedSite site;

    @BeforeEach
    void start() throws NetStartException {
        site = new ServedSite();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private static byte[] one(int type) {
        return switch (type) {
            case PING -> frame(PING, 0, 0, new byte[8]);
            case SETTINGS -> frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 1, 0, 0});
            case WINDOW_UPDATE -> frame(WINDOW_UPDATE, 0, 0, number(1));
            case PRIORITY -> frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 1});
            default -> frame(type, 0, 0, new byte[3]);
        };
    }

    private static byte[] many(int type, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int sent = 0; sent < count; sent++) {
            all.writeBytes(one(type));
        }
        return all.toByteArray();
    }

    /** Far more in a row than there may be in a second, so that a slow machine makes no difference. */
    @ParameterizedTest
    @ValueSource(ints = {PING, SETTINGS, PRIORITY, UNKNOWN, WINDOW_UPDATE})
    void aFloodEndsTheConnection(int type) throws IOException {
        byte[] flood = many(type, type == WINDOW_UPDATE ? 20_000 : 2_000);
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            boolean isEnded = false;
            for (int turn = 0; turn < 100 && !isEnded; turn++) {
                try {
                    client.send(flood);
                    if (turn == 0) {
                        assertThat(client.next(GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
                    }
                } catch (IOException ended) {
                    isEnded = true;
                }
            }
            assertThat(isEnded || client.isEnded()).isTrue();
        }
        try (RawHttp2 other = new RawHttp2(site.port(), WINDOW)) {
            other.get(1, "/hello");
            assertThat(other.next(DATA).text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, SETTINGS, PRIORITY, UNKNOWN, WINDOW_UPDATE})
    void someOfThemAreWelcome(int type) throws IOException {
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            client.send(many(type, 100)).get(3, "/hello");
            assertThat(client.next(DATA).text()).isEqualTo("hello");
        }
    }

    /** One frame may hold thousands of settings. */
    @Test
    void framesCountByTheirLengthToo() throws IOException {
        byte[] settings = new byte[6 * 2_000];
        for (int at = 0; at < settings.length; at += 6) {
            settings[at + 1] = 4;
            settings[at + 3] = 1;
        }
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            for (int sent = 0; sent < 10; sent++) {
                client.send(frame(SETTINGS, 0, 0, settings));
            }
            assertThat(client.next(GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /** However the bytes are cut. */
    @Test
    void framesAreCountedAByteAtATime() throws IOException {
        try (RawHttp2 client = new RawHttp2(site.port(), WINDOW)) {
            for (byte octet : many(PING, 20)) {
                client.send(new byte[] {octet});
            }
            client.get(1, "/hello");
            assertThat(client.next(DATA).text()).isEqualTo("hello");
        }
    }
}
