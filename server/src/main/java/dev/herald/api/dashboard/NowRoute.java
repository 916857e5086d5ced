package dev.herald.api.dashboard;

import dev.herald.api.snapshot.Answers;
import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.meter.Health;
import dev.herald.projection.people.Agent;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.risk.Risk;
import dev.herald.projection.work.WorkProjection;
import dev.herald.query.ProjectView;
import dev.herald.query.Seen;
import dev.herald.query.Sight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dashboard/now}: what needs somebody, the most urgent first, and each project as a card. One answer for what
 * a page shows first, so that it costs one request whatever the number of projects.
 */
final class NowRoute {
    /** Who has so much to do reads no further. */
    private static final int NEEDS_MAX = 200;

    private final StateReads reads;
    private final Supplier<Map<String, Health.Status>> server;

    NowRoute(StateReads reads, Supplier<Map<String, Health.Status>> server) {
        this.reads = reads;
        this.server = server;
    }

    Route route() {
        return StateReads.get("/dashboard/now", this::now);
    }

    private record Known(List<ProjectView> projects, List<Agent> agents) {}

    private record Now(List<Need> needs, int needsCount, List<ProjectCard> projects) {}

    private Response now(Request request) {
        Asked asked = Asked.of(request, "project_id");
        ProjectId only = asked.projectInQuery();
        Seen<Known> seen = reads.see(
                asked,
                states -> new Known(
                        states.state(WorkProjection.NAME).projects().stream()
                                .filter(project ->
                                        only == null ? asked.reach().covers(project.id()) : only.equals(project.id()))
                                .flatMap(project -> Optional.ofNullable(ProjectView.of(states, project.id())).stream())
                                .toList(),
                        states.state(PeopleProjection.NAME).agents()));
        return Answers.object(request, seen, only, () -> made(asked, seen, only));
    }

    private Now made(Asked asked, Seen<Known> seen, @Nullable ProjectId only) {
        Reach reach = asked.reach();
        List<Need> needs = new ArrayList<>();
        List<ProjectCard> cards = new ArrayList<>();
        boolean maySeeAgents = Sight.lacking(reach, Sight.AGENTS) == null;
        for (ProjectView view : seen.value().projects()) {
            ProjectId id = view.project().id();
            List<Agent> agents = seen.value().agents().stream()
                    .filter(agent -> id.equals(agent.project()))
                    .toList();
            Seen<ProjectView> one = seen.with(view);
            cards.add(ProjectCard.of(one, agents, reach, reads.figures(asked, one), reads.forecasts()));
            needs.addAll(ofProject(view, maySeeAgents ? agents : List.of(), reach, seen.atMillis()));
        }
        if (only == null && maySeeAgents) {
            List<Agent> ofNone = seen.value().agents().stream()
                    .filter(agent -> agent.project() == null && reach.covers(agent.project()))
                    .toList();
            needs.addAll(Need.ofAgents(ofNone, null));
        }
        // The server of the past is not known.
        if (only == null && asked.asOf() == null) {
            needs.addAll(Need.ofServer(server.get(), seen.atMillis()));
        }
        needs.sort(Need.ORDER);
        return new Now(needs.stream().limit(NEEDS_MAX).toList(), needs.size(), cards);
    }

    private static List<Need> ofProject(ProjectView view, List<Agent> agents, Reach reach, long atMillis) {
        List<Need> needs = new ArrayList<>(Need.ofAgents(agents, view.project().id()));
        Set<String> waiting = needs.stream().map(Need::subject).collect(Collectors.toCollection(HashSet::new));
        boolean maySeeRisks = Sight.lacking(reach, Sight.RISKS) == null;
        List<Risk> open = maySeeRisks ? view.open() : List.of();
        needs.addAll(Need.ofRisks(open, waiting));
        if (Sight.lacking(reach, Sight.WORKFLOWS) == null) {
            needs.addAll(Need.ofRuns(view.delivery(), view.project().id(), open, atMillis));
        }
        return needs;
    }
}
