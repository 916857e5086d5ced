package dev.herald.api.work;

import dev.herald.access.RateLimits;
import dev.herald.api.snapshot.StateReads;
import dev.herald.http.Route;
import dev.herald.query.Briefs;
import java.util.ArrayList;
import java.util.List;

/** All routes that read what the folds know of projects. */
public final class WorkRoutes {
    private final StateReads reads;
    private final Briefs briefs;
    private final RateLimits limits;

    /** @param limits how often a principal and an address may ask for what reads history */
    public WorkRoutes(StateReads reads, Briefs briefs, RateLimits limits) {
        this.reads = reads;
        this.briefs = briefs;
        this.limits = limits;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(new ProjectRoutes(reads).routes());
        routes.addAll(new TaskRoutes(reads).routes());
        routes.addAll(new RiskRoutes(reads).routes());
        routes.addAll(new ChangeRoutes(reads).routes());
        routes.addAll(new AgentRoutes(reads).routes());
        routes.addAll(new FigureRoutes(reads).routes());
        routes.add(new BriefRoute(reads, briefs, limits).route());
        return routes;
    }
}
