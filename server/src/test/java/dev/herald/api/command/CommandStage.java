package dev.herald.api.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.api.snapshot.StateReads;
import dev.herald.command.Dispatcher;
import dev.herald.fold.FoldSettings;
import dev.herald.fold.FoldStage;
import dev.herald.fold.Past;
import dev.herald.fold.Runner;
import dev.herald.http.Authorization;
import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Router;
import dev.herald.http.Target;
import dev.herald.journal.ManualClock;
import dev.herald.journal.memory.MemoryJournal;
import dev.herald.projection.Projection;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.layout.LayoutProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Commands behind their router, over folds that run on a journal in memory; without a socket. */
final class CommandStage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final FoldStage stage;
    final Runner runner;
    final Dispatcher dispatcher;
    private final Router router;

    CommandStage() {
        this(Authenticator.OPEN, RateLimits.OFF);
    }

    CommandStage(Authenticator authenticator, RateLimits limits) {
        ManualClock clock = new ManualClock();
        stage = new FoldStage(clock, new MemoryJournal(clock));
        runner = stage.runner(projections());
        Past past = stage.past(FoldSettings.DEFAULTS, projections());
        dispatcher = new Dispatcher(new Dispatcher.Parts(runner, past, stage.intake, stage.reads));
        router = new Router(
                new CommandRoutes(
                                dispatcher,
                                new StateReads(new Views(runner, past, stage.journal::newest)),
                                limits,
                                16 << 20)
                        .routes(),
                Router::notFound,
                new Authorization(authenticator, limits));
    }

    private static Projection<?>[] projections() {
        return new Projection<?>[] {
            new WorkProjection(),
            new DeliveryProjection(),
            new PeopleProjection(),
            new RiskProjection(),
            new LayoutProjection()
        };
    }

    Response post(String target, String body, String... fields) {
        return send("POST", target, body, fields);
    }

    Response put(String target, String body, String... fields) {
        return send("PUT", target, body, fields);
    }

    Response patch(String target, String body, String... fields) {
        return send("PATCH", target, body, fields);
    }

    Response delete(String target, String... fields) {
        return send("DELETE", target, "", fields);
    }

    /** Quotes of the body may be single ones. */
    Response send(String method, String target, String body, String... fields) {
        Headers headers = Headers.NONE.with("Content-Type", "application/json");
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        return raw(method, target, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    Response raw(String method, String target, byte[] body, Headers headers) {
        Target parsed = Target.parse("/api/v1" + target);
        return router.handle(Request.of(method, parsed.path(), parsed.query(), headers, body, "127.0.0.1", Map.of()));
    }

    static JsonNode json(Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the answer is no JSON", e);
        }
    }

    static String header(Response response, String name) {
        return response.headers().first(name).orElse("");
    }

    /** The pointers of what was wrong. */
    static java.util.List<String> pointers(Response response) {
        return json(response).path("errors").findValuesAsText("pointer");
    }

    @Override
    public void close() {
        stage.close();
    }
}
