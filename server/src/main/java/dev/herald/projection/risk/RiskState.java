package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The risks of all projects. One thread; what it answers is immutable. */
public final class RiskState {
    private final Map<ProjectId, Watched> projects = new LinkedHashMap<>();

    RiskState() {}

    /** The open ones of a project, in the order in which they were opened. */
    public List<Risk> open(ProjectId project) {
        Watched watched = projects.get(project);
        return watched == null ? List.of() : List.copyOf(watched.open.values());
    }

    /** Whether any is remembered of a project, open or closed. */
    public boolean hasAny(ProjectId project) {
        Watched watched = projects.get(project);
        return watched != null && !(watched.open.isEmpty() && watched.closed.isEmpty());
    }

    /** All that are remembered of a project: those that were closed, in the order of their end, then the open ones. */
    public List<Risk> all(ProjectId project) {
        Watched watched = projects.get(project);
        if (watched == null) {
            return List.of();
        }
        List<Risk> all = new ArrayList<>(watched.closed);
        all.addAll(watched.open.values());
        return List.copyOf(all);
    }

    /** A risk by its id, open or closed; null for none. */
    public @Nullable Risk risk(ProjectId project, String id) {
        for (Risk risk : all(project).reversed()) {
            if (risk.id().equals(id)) {
                return risk;
            }
        }
        return null;
    }

    /** The last event of a risk's id, for a guard; {@link Position#ORIGIN} where there was none. */
    public Position changed(ProjectId project, String id) {
        Watched watched = projects.get(project);
        return watched == null ? Position.ORIGIN : ManualRisks.changed(watched, id);
    }

    void forget(ProjectId project) {
        projects.remove(project);
    }

    Watched watched(ProjectId project) {
        return projects.computeIfAbsent(project, Watched::new);
    }

    Collection<Watched> projects() {
        return projects.values();
    }
}
