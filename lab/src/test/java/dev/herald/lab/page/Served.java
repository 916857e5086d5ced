package dev.herald.lab.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.Settings;
import dev.herald.server.SettingsLoader;
import dev.herald.server.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server with a directory of its own, which can be stopped and started again at the same place. Any thread. */
final class Served implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path data;
    private final Path watched;
    private final int port;
    private @Nullable HeraldServer server;
    private volatile int currentPort;

    Served(Path folder) throws IOException, StartException {
        data = Files.createDirectories(folder.resolve("data"));
        watched = Files.createDirectories(folder.resolve("garden"));
        port = start(0, "unlimited");
    }

    Path watched() {
        return watched;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where requests of the test itself go. */
    private String current() {
        return "http://127.0.0.1:" + currentPort;
    }

    synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    synchronized void startAgain() throws StartException {
        start(port, "unlimited");
    }

    /** Starts on another port, so that nobody who knew the first one finds it, keeping only so many events. */
    synchronized void startElsewhere(String eventsKept) throws StartException {
        start(0, eventsKept);
    }

    private int start(int wantedPort, String eventsKept) throws StartException {
        HeraldServer started = HeraldServer.start(settings(wantedPort, eventsKept));
        server = started;
        currentPort = started.address().getPort();
        return currentPort;
    }

    @Override
    public void close() {
        stop();
        http.close();
    }

    /** Publishes one event and returns its id. */
    String publish(String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("application/json", json, Map.of());
        if (answer.statusCode() != 201) {
            throw new IOException("not published: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).get("event_id").asText();
    }

    /** Publishes once, however often it must try within a minute: for a server that comes and goes. */
    void publishUntilKept(String key, String json) throws InterruptedException {
        IOException lastFailure = null;
        for (int attempt = 0; attempt < 3_000; attempt++) {
            try {
                HttpResponse<String> answer = post("application/json", json, Map.of("Idempotency-Key", key));
                if (answer.statusCode() == 201) {
                    return;
                }
                if (answer.statusCode() != 503) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException away) {
                lastFailure = away;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the server did not come back", lastFailure);
    }

    /** Publishes lines of JSON as one batch. */
    void publishLines(List<String> lines) throws IOException, InterruptedException {
        HttpResponse<String> answer = post("application/x-ndjson", String.join("\n", lines), Map.of());
        if (answer.statusCode() != 200) {
            throw new IOException("not published: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** The ids of all events that the log keeps, oldest first. */
    List<String> ids() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        String after = "0-0";
        while (true) {
            JsonNode page = JSON.readTree(
                    answer("/api/v1/events?limit=1000&after=" + after).body());
            page.get("events").forEach(event -> ids.add(event.get("event_id").asText()));
            if (page.get("events").size() < 1_000) {
                return ids;
            }
            after = ids.getLast();
        }
    }

    /** The ids that the log keeps, as soon as retention has left so few. */
    List<String> idsWhenAtMost(int events) throws IOException, InterruptedException {
        for (int look = 0; look < 1_500; look++) {
            List<String> ids = ids();
            if (ids.size() <= events) {
                return ids;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the log keeps " + ids().size() + " events, not " + events);
    }

    HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(current() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String type, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(current() + "/api/v1/events"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Settings settings(int wantedPort, String eventsKept) {
        Map<String, List<String>> flags = new HashMap<>();
        flags.put("port", List.of(Integer.toString(wantedPort)));
        flags.put("data", List.of(data.toString()));
        flags.put("journal-events", List.of(eventsKept));
        flags.put("watch", List.of(watched.toString()));
        return switch (new SettingsLoader(Map.of(), data).load(flags, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused ->
                throw new IllegalArgumentException(refused.problems().toString());
        };
    }
}
