package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Set;

/**
 * What a session wants and may see: already cut to its rights. A value: sessions whose subscriptions are equal share an
 * audience.
 *
 * @param types only these; empty for all
 * @param isEveryProject events of any project
 * @param projects events of these projects
 * @param isProjectless events of no project
 * @param rooms events heard in one of these rooms, whatever their project
 * @param conflate whether superseded progress may be skipped while the session lags
 */
public record Subscription(
        Set<EventType> types,
        boolean isEveryProject,
        Set<ProjectId> projects,
        boolean isProjectless,
        Set<Room> rooms,
        boolean conflate) {
    public Subscription {
        types = Set.copyOf(types);
        projects = Set.copyOf(projects);
        rooms = Set.copyOf(rooms);
    }

    /** All types of every project and of none. */
    public static Subscription everything() {
        return new Subscription(Set.of(), true, Set.of(), true, Set.of(), false);
    }

    public boolean matches(Event event) {
        return (types.isEmpty() || types.contains(event.type())) && isInScope(event);
    }

    private boolean isInScope(Event event) {
        ProjectId project = event.project();
        boolean named = project == null ? isProjectless : isEveryProject || projects.contains(project);
        return named || !rooms.isEmpty() && event.rooms().stream().anyMatch(rooms::contains);
    }
}
