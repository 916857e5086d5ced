package dev.herald.api.work;

import dev.herald.api.snapshot.StateReads;
import dev.herald.http.Route;
import java.util.ArrayList;
import java.util.List;

/** All routes that read what the folds know of projects. */
public final class WorkRoutes {
    private final StateReads reads;

    public WorkRoutes(StateReads reads) {
        this.reads = reads;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(new ProjectRoutes(reads).routes());
        routes.addAll(new TaskRoutes(reads).routes());
        routes.addAll(new RiskRoutes(reads).routes());
        routes.addAll(new AgentRoutes(reads).routes());
        routes.addAll(new FigureRoutes(reads).routes());
        return routes;
    }
}
