package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.LoadedSettings;
import dev.herald.server.SettingsLoader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BannerTest {
    private static final Map<String, String> KEY = Map.of("HERALD_JWT_SECRET", "0123456789abcdef0123456789abcdef");

    @TempDir
    private Path directory;

    @Test
    void namesTheAddressToClickOn() {
        assertThat(banner("127.0.0.1").lines().getFirst()).endsWith(" is at http://127.0.0.1:8123/");
        assertThat(banner("::1").url()).isEqualTo("http://[0:0:0:0:0:0:0:1]:8123/");
    }

    @Test
    void whereEveryAddressIsListenedToNamesOneThatWorksHereAndSaysSo() {
        Banner banner = banner("0.0.0.0");
        assertThat(banner.url()).isEqualTo("http://127.0.0.1:8123/");
        assertThat(banner.lines()).anyMatch(line -> line.contains("other machines"));
        assertThat(banner("127.0.0.1").lines()).noneMatch(line -> line.contains("other machines"));
    }

    private Banner banner(String host) {
        LoadedSettings loaded = new SettingsLoader(KEY, directory).load(Map.of("host", List.of(host)), null);
        return new Banner(((LoadedSettings.Ready) loaded).settings(), new InetSocketAddress(8123));
    }
}
