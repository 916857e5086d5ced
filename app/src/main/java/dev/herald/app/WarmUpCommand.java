package dev.herald.app;

import dev.herald.client.ClientSettings;
import dev.herald.client.ConnectionState;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryRequest;
import dev.herald.client.Interest;
import dev.herald.client.Publication;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.Subscriber;
import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.StartException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * {@code herald warm-up}: starts a server and talks to it as clients do, once, so that the JVM can archive the classes
 * that this takes. The launcher runs it after a build; it leaves nothing behind.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Runnable {
    private static final long WAIT_SECONDS_MAX = 10;

    @Override
    public void run() {
        try {
            Path directory = Files.createTempDirectory("herald-warm-up");
            try {
                serve(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException | StartException failure) {
            throw CommandFailure.failed("the warm-up failed: " + failure.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(Path directory) throws IOException, InterruptedException, StartException {
        Path watched = Files.createDirectory(directory.resolve("watched"));
        Map<String, List<String>> flags = Map.of(
                "port", List.of("0"),
                "data", List.of(directory.resolve("data").toString()),
                "watch", List.of(watched.toString()),
                "loops", List.of("1"));
        LoadedSettings loaded = new SettingsLoader(Map.of(), directory).load(flags, null);
        if (!(loaded instanceof LoadedSettings.Ready ready)) {
            throw new IllegalStateException(loaded.toString());
        }
        Logs.apply(ready.settings().log());
        try (HeraldServer server = HeraldServer.start(ready.settings())) {
            talk(URI.create("http://127.0.0.1:" + server.address().getPort()), watched);
        }
    }

    private static void talk(URI address, Path watched) throws IOException, InterruptedException {
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(2);
        Subscriber subscriber = new Subscriber() {
            @Override
            public void onEvent(ReceivedEvent event) {
                Summary.of(event.type(), event.data());
                heard.countDown();
            }

            @Override
            public void onState(ConnectionState state) {
                if (state instanceof ConnectionState.Subscribed) {
                    subscribed.countDown();
                }
            }
        };
        try (HeraldClient client = new HeraldClient(ClientSettings.of(address))) {
            client.subscribe(Interest.ALL, subscriber);
            boolean isSubscribed = subscribed.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
            client.publish(Publication.ofJson("{\"type\":\"custom.warm_up\"}".getBytes(StandardCharsets.UTF_8)));
            Files.writeString(watched.resolve("a"), "a");
            if (!isSubscribed || !heard.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("the events did not come");
            }
            client.history(HistoryRequest.oldest());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
