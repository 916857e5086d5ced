package dev.herald.api.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.access.Authenticator;
import dev.herald.access.RateLimits;
import dev.herald.api.dashboard.DashboardRoutes;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.fold.FoldSettings;
import dev.herald.fold.FoldStage;
import dev.herald.fold.Past;
import dev.herald.fold.Runner;
import dev.herald.http.Authorization;
import dev.herald.http.Headers;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.http.Router;
import dev.herald.http.Target;
import dev.herald.meter.Alerts;
import dev.herald.projection.Folding;
import dev.herald.projection.Projection;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.risk.RiskProjection;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.Briefs;
import dev.herald.query.Views;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The routes of the state behind their router, over a journal and real folds, with a clock that the test holds. */
public final class ServedState implements AutoCloseable {
    /** The alerts of the server itself. */
    public volatile List<Alerts.Alert> own = List.of();

    private static final ObjectMapper JSON = new ObjectMapper();

    public final FoldStage stage = new FoldStage();
    public final Runner runner;
    public final Past past;
    public final Views views;
    private final Router router;

    public ServedState() {
        this(Authenticator.OPEN);
    }

    public ServedState(Authenticator authenticator) {
        Projection<?>[] projections = {
            new WorkProjection(), new DeliveryProjection(), new PeopleProjection(), new RiskProjection()
        };
        runner = stage.runner(projections);
        past = stage.past(FoldSettings.DEFAULTS, projections);
        views = new Views(runner, past, stage.journal::newest);
        StateReads reads = new StateReads(views);
        List<Route> routes = new ArrayList<>(new WorkRoutes(reads, new Briefs(stage.reads), RateLimits.OFF).routes());
        routes.addAll(new DashboardRoutes(reads, Map::of, () -> own).routes());
        router = new Router(routes, Router::notFound, new Authorization(authenticator, RateLimits.OFF));
    }

    /** Time has come to this moment. @param at RFC 3339 */
    public void at(String at) {
        stage.clock.advance(Instant.parse(at).toEpochMilli() - stage.clock.epochMillis());
    }

    /** Publishes at the moment; single quotes may stand for double. */
    public Position event(String at, String json) {
        at(at);
        return stage.publish(Folding.draft(json));
    }

    public Position task(String at, String project, String fields) {
        return event(at, "{'type':'task_update','project_id':'" + project + "','data':{" + fields + "}}");
    }

    public void publish(List<Draft> drafts) {
        stage.publish(drafts);
    }

    public List<Route> routes() {
        return router.routes();
    }

    public Response get(String target, String... fields) {
        Headers headers = Headers.NONE;
        for (int i = 0; i < fields.length; i += 2) {
            headers = headers.with(fields[i], fields[i + 1]);
        }
        Target parsed = Target.parse(target);
        return router.handle(
                Request.of("GET", parsed.path(), parsed.query(), headers, new byte[0], "127.0.0.1", Map.of()));
    }

    /** What is answered with 200. */
    public JsonNode json(String target, String... fields) {
        Response response = get(target, fields);
        assertThat(response.status())
                .as(target + ": " + new String(response.body()))
                .isEqualTo(200);
        return json(response);
    }

    public static JsonNode json(Response response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the answer is no JSON", e);
        }
    }

    @Override
    public void close() {
        stage.close();
    }
}
