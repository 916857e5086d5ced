package dev.herald.api.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.http.Authorization;
import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.http.Target;
import dev.herald.intake.IntakeLimits;
import dev.herald.intake.JournalIntake;
import dev.herald.intake.Retention;
import dev.herald.journal.ManualClock;
import dev.herald.journal.ReadLanes;
import dev.herald.journal.ReadLimits;
import dev.herald.journal.memory.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishing and history behind their router, without a socket. */
final class ServedApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal(clock);
    private final ReadLanes reads = new ReadLanes(journal, ReadLimits.of(2));
    private final JournalIntake intake =
            new JournalIntake(journal, IntakeLimits.DEFAULTS, Retention.unlimited(), clock, new SimpleMeterRegistry());
    private final Router router;

    ServedApi() {
        this(Authenticator.OPEN, RateLimits.OFF);
    }

    ServedApi(Authenticator authenticator, RateLimits limits) {
        List<Route> routes = new ArrayList<>(new PublishRoutes(intake, limits, PublishLimits.DEFAULTS).routes());
        routes.addAll(new HistoryRoutes(reads, limits, clock).routes());
        router = new Router(routes, Router::notFound, new Authorization(authenticator, limits));
    }

    Response get(String target, String... fields) {
        return send("GET", target, headers(Headers.NONE, fields), "");
    }

    Response post(String contentType, String body, String... fields) {
        return send("POST", "/api/v1/events", headers(Headers.NONE.with("Content-Type", contentType), fields), body);
    }

    private static Headers headers(Headers first, String... fields) {
        Headers headers = first;
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        return headers;
    }

    private Response send(String method, String target, Headers headers, String body) {
        Target parsed = Target.parse(target);
        return router.handle(Request.of(
                method,
                parsed.path(),
                parsed.query(),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                "127.0.0.1",
                Map.of()));
    }

    static JsonNode json(Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the answer is no JSON", e);
        }
    }

    @Override
    public void close() {
        intake.close();
        reads.close();
        journal.close();
    }
}
