package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** A live message is heard in its project's room, or in {@code global} when it has none. */
    public boolean matches(LiveMessage message) {
        ProjectId project = message.project();
        return (types.isEmpty() || types.contains(message.type()))
                && (isNamed(project) || rooms.contains(project == null ? Room.GLOBAL : Room.project(project)));
    }

    private boolean isInScope(Event event) {
        return isNamed(event.project()) || !rooms.isEmpty() && isInRoom(event);
    }

    private boolean isNamed(@Nullable ProjectId project) {
        return project == null ? isProjectless : isEveryProject || projects.contains(project);
    }

    private boolean isInRoom(Event event) {
        for (Room room : event.rooms()) {
            if (rooms.contains(room)) {
                return true;
            }
        }
        return false;
    }
}
