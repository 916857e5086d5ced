package dev.herald.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody may read: by project and by type. Events of no project are everybody's. A value.
 *
 * @param isEveryProject whether any project may be read
 * @param projects else these
 * @param isEveryType whether any type may be read
 * @param types else these
 */
public record Reach(boolean isEveryProject, Set<ProjectId> projects, boolean isEveryType, Set<EventType> types) {
    /** Everything. */
    public static final Reach ALL = new Reach(true, Set.of(), true, Set.of());

    public Reach {
        projects = isEveryProject ? Set.of() : Set.copyOf(projects);
        types = isEveryType ? Set.of() : Set.copyOf(types);
    }

    /** All types of these projects, and of none. */
    public static Reach ofProjects(Set<ProjectId> projects) {
        return new Reach(false, projects, true, Set.of());
    }

    /** Whether the project may be read; null for no project. */
    public boolean covers(@Nullable ProjectId project) {
        return project == null || isEveryProject || projects.contains(project);
    }

    public boolean covers(EventType type) {
        return isEveryType || types.contains(type);
    }

    public boolean covers(Event event) {
        return covers(event.type()) && covers(event.project());
    }
}
