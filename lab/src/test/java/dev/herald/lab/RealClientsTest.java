package dev.herald.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript libraries that people use, as they come from npm. */
class RealClientsTest {
    @TempDir
    private Path temporary;

    @Test
    void wsAndEventSourceHearEverythingOnceAndInOrder() throws Exception {
        try (RunningServer server = RunningServer.start(temporary, Map.of())) {
            String url = server.uri("http", "").toString();
            NodeScripts.test(Map.of("HERALD_URL", url), "real-clients.test.mjs");
        }
    }

    @Test
    void theEventSourcePolyfillLosesNothingWhenItComesBack() throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of())) {
            NodeScripts.test(
                    Map.of("HERALD_URL", server.uri("http", "").toString(), "HERALD_JWT_SECRET", RunningServer.SECRET),
                    "polyfill.test.mjs");
        }
    }

    /** Every way to connect, every command, tokens, and networks that go away. */
    @Test
    void socketIoClientWorksAsItIs() throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of())) {
            NodeScripts.test(
                    Map.of("HERALD_URL", server.uri("http", "").toString(), "HERALD_JWT_SECRET", RunningServer.SECRET),
                    "socketio.test.mjs",
                    "socketio-recovery.test.mjs",
                    "socketio-tokens.test.mjs");
        }
    }

    /** A log that keeps little, and signs of life that come often. */
    @Test
    void quietClientsComeBackWithoutAGap() throws Exception {
        Map<String, List<String>> settings =
                Map.of("journal-events", List.of("100"), "heartbeat", List.of("1 s"), "ping-interval", List.of("1 s"));
        try (RunningServer server = RunningServer.guarded(temporary, settings)) {
            NodeScripts.test(
                    Map.of("HERALD_URL", server.uri("http", "").toString(), "HERALD_JWT_SECRET", RunningServer.SECRET),
                    "quiet.test.mjs");
        }
    }

    @Test
    void clientsReachAServerOverTls() throws Exception {
        Certificate certificate = Certificate.make(temporary.resolve("keys"));
        try (RunningServer server = RunningServer.guarded(temporary.resolve("data"), certificate.settings())) {
            NodeScripts.test(
                    Map.of(
                            "HERALD_URL", server.uri("https", "").toString(),
                            "HERALD_JWT_SECRET", RunningServer.SECRET,
                            "NODE_EXTRA_CA_CERTS", certificate.chain().toString()),
                    "paths.test.mjs");
        }
    }

    @Test
    void clientsReachAServerThroughAProxy() throws Exception {
        Map<String, List<String>> trusting = Map.of("trusted-proxies", List.of("127.0.0.1"));
        try (RunningServer server = RunningServer.guarded(temporary.resolve("data"), trusting);
                Nginx nginx = Nginx.before(server.port(), temporary.resolve("nginx"))) {
            NodeScripts.test(
                    Map.of(
                            "HERALD_URL",
                            nginx.address().toString(),
                            "HERALD_JWT_SECRET",
                            RunningServer.SECRET,
                            "HERALD_BEHIND",
                            "nginx"),
                    "paths.test.mjs");
        }
    }
}
