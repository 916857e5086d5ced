package dev.herald.lab.program;

import dev.herald.event.Position;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Publishes 0, 1, 2 … in batches of lines, one request after the other, and never twice: a batch whose answer did not
 * come is left to be what it became. Remembers what was acknowledged. Its own thread.
 */
final class NumberPublisher implements AutoCloseable {
    static final int BATCH = 50;
    private static final Pattern ID = Pattern.compile("\"([0-9]+-[0-9]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Long, Position> acknowledged = new ConcurrentSkipListMap<>();
    private final AtomicLong batches = new AtomicLong();
    private final URI events;
    private final Thread thread;
    private volatile boolean isClosed;

    NumberPublisher(URI address) {
        events = address.resolve("/api/v1/events");
        thread = Thread.ofVirtual().start(this::run);
    }

    /** Where each number is that the server said it keeps. */
    Map<Long, Position> acknowledged() {
        return acknowledged;
    }

    long acknowledgedBatches() {
        return batches.get();
    }

    private void run() {
        for (long next = 0; !isClosed; next += BATCH) {
            try {
                publish(next);
            } catch (IOException serverIsAway) {
                LockSupport.parkNanos(20_000_000);
            } catch (InterruptedException ends) {
                return;
            }
        }
    }

    private void publish(long from) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (long n = from; n < from + BATCH; n++) {
            lines.append("{\"type\":\"custom.number\",\"project_id\":\"crash\",\"data\":{\"n\":")
                    .append(n)
                    .append("}}\n");
        }
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(events)
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            return;
        }
        Matcher ids = ID.matcher(answer.body());
        for (long n = from; n < from + BATCH; n++) {
            if (!ids.find()) {
                throw new IllegalStateException("an answer without an id for each: " + answer.body());
            }
            acknowledged.put(n, Position.parse(ids.group(1)).orElseThrow());
        }
        batches.incrementAndGet();
    }

    /** Publishes no more; returns when the last answer has come or failed. */
    void finish() throws InterruptedException {
        isClosed = true;
        thread.join();
    }

    @Override
    public void close() {
        isClosed = true;
        http.shutdownNow();
    }
}
