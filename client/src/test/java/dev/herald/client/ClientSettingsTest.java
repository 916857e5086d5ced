package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    @Test
    void findsPathsUnderTheServersOwn() {
        ClientSettings settings = ClientSettings.of(URI.create("https://example.org/herald/"));
        assertThat(settings.at("/api/v1/events")).hasToString("https://example.org/herald/api/v1/events");
        assertThat(settings.webSocketAt("/ws")).hasToString("wss://example.org/herald/ws");
        assertThat(ClientSettings.of(URI.create("http://[::1]:8000")).webSocketAt("/ws"))
                .hasToString("ws://[::1]:8000/ws");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org", "example.org", "http:///path", "ws://example.org"})
    void refusesWhatIsNoServer(String address) {
        assertThatThrownBy(() -> ClientSettings.of(URI.create(address))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTimesAndAttemptsThatMakeNoSense() {
        ClientSettings settings = ClientSettings.of(URI.create("http://localhost"));
        assertThatThrownBy(() -> settings.withAttempts(0, Backoff.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withSilence(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverShowsTheToken() {
        assertThat(ClientSettings.of(URI.create("http://localhost")).withToken("secret"))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void asksForTheTokenEachTimeAndNeverShowsWhatIsNone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ClientSettings settings =
                ClientSettings.of(URI.create("http://localhost")).withTokens(() -> "t" + asked.incrementAndGet());
        assertThat(settings.authorization()).contains("Bearer t1");
        assertThat(settings.authorization()).contains("Bearer t2");
        assertThat(ClientSettings.of(URI.create("http://localhost")).authorization())
                .isEmpty();
        assertThatThrownBy(() -> settings.withToken("secret\r\nX: y").authorization())
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> settings.withTokens(() -> {
                            throw new IllegalStateException("no file");
                        })
                        .authorization())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file");
    }
}
