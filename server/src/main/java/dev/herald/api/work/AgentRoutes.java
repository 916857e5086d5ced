package dev.herald.api.work;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.Refused;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.WorkflowRun;
import dev.herald.projection.people.Agent;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.Pages;
import dev.herald.query.Seen;
import dev.herald.query.ShownAgent;
import dev.herald.query.ShownRun;
import dev.herald.query.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code GET /agents}, one of them, and {@code GET /workflows}. */
final class AgentRoutes {
    private static final List<String> STATUSES = List.of("online", "offline", "busy", "idle", "error");

    private final StateReads reads;

    AgentRoutes(StateReads reads) {
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/agents", this::agents),
                StateReads.get("/agents/{id}", this::agent),
                StateReads.get("/workflows", this::workflows));
    }

    private record Agents(List<ShownAgent> agents, @Nullable String nextAfter) {}

    private record Workflows(
            List<ShownRun> workflows, @Nullable String nextAfter) {}

    private Response agents(Request request) {
        Asked asked =
                Asked.of(request, "project_id", "status", "limit", "after").reading(Sight.AGENTS);
        ProjectId project = asked.projectInQuery();
        List<String> statuses = asked.choices("status", Optional::of, STATUSES);
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<Agent>> seen =
                reads.see(asked, states -> states.state(PeopleProjection.NAME).agents());
        return Answers.object(request, seen, project, () -> {
            List<Agent> found = seen.value().stream()
                    .filter(agent -> asked.reach().covers(agent.project()))
                    .filter(agent -> project == null || project.equals(agent.project()))
                    .filter(agent -> statuses.isEmpty() || agent.status() != null && statuses.contains(agent.status()))
                    .toList();
            Pages.Page<Agent> page = Pages.of(found, agent -> new Pages.Place("", agent.id()), false, after, limit);
            return new Agents(page.map(ShownAgent::of), page.nextAfter());
        });
    }

    private Response agent(Request request) {
        Asked asked = Asked.of(request).reading(Sight.AGENTS);
        String id = request.variable("id");
        Seen<Optional<Agent>> seen = reads.see(
                asked,
                states ->
                        Optional.ofNullable(states.state(PeopleProjection.NAME).agent(id)));
        Agent agent = seen.value()
                .filter(found -> asked.reach().covers(found.project()))
                .orElseThrow(() -> Refused.notFound("there is no agent " + id));
        return Answers.object(request, seen, agent.project(), () -> ShownAgent.of(agent));
    }

    private Response workflows(Request request) {
        Asked asked = Asked.of(request, "project_id", "status", "workflow_name", "limit", "after")
                .reading(Sight.WORKFLOWS);
        ProjectId project = asked.projectInQuery();
        List<WorkflowRun.Status> statuses = asked.choices(
                "status",
                name -> Optional.of(WorkflowRun.Status.valueOf(name.toUpperCase(Locale.ROOT))),
                Asked.names(WorkflowRun.Status.values(), one -> one.name().toLowerCase(Locale.ROOT)));
        Optional<String> name = asked.text("workflow_name");
        int limit = asked.limit();
        Pages.Place after = asked.after();
        Seen<List<WorkflowRun>> seen = reads.see(asked, states -> {
            List<WorkflowRun> runs = new ArrayList<>();
            if (project == null) {
                runs.addAll(states.state(DeliveryProjection.NAME).view(null).runs());
            }
            states.state(WorkProjection.NAME).projects().stream()
                    .filter(one -> asked.reach().covers(one.id()) && (project == null || project.equals(one.id())))
                    .forEach(one -> runs.addAll(
                            states.state(DeliveryProjection.NAME).view(one.id()).runs()));
            return runs;
        });
        return Answers.object(request, seen, project, () -> {
            List<WorkflowRun> found = seen.value().stream()
                    .filter(run -> statuses.isEmpty() || statuses.contains(run.status()))
                    .filter(run -> name.isEmpty() || name.get().equals(run.name()))
                    .toList();
            Pages.Page<WorkflowRun> page = Pages.of(
                    found, run -> new Pages.Place(Pages.key(run.changed().packed()), run.id()), true, after, limit);
            return new Workflows(page.map(ShownRun::of), page.nextAfter());
        });
    }
}
