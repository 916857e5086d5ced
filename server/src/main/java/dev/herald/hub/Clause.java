package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an event is wanted. A value.
 *
 * @param types only these; empty for all
 * @param isEveryProject events of any project
 * @param projects events of these projects
 * @param isProjectless events of no project
 * @param rooms events heard in one of these rooms, whatever their project
 * @param after only later events; {@link Position#ORIGIN} for no bound, which is what sessions at the tip have
 * @param upTo only events up to this one; {@link #NO_END} for no bound
 */
public record Clause(
        Set<EventType> types,
        boolean isEveryProject,
        Set<ProjectId> projects,
        boolean isProjectless,
        Set<Room> rooms,
        Position after,
        Position upTo) {
    public static final Position NO_END = new Position(Long.MAX_VALUE);

    public Clause {
        types = Set.copyOf(types);
        projects = Set.copyOf(projects);
        rooms = Set.copyOf(rooms);
    }

    /** Everything that is heard in these rooms. */
    public static Clause ofRooms(Set<EventType> types, Set<Room> rooms) {
        return new Clause(types, false, Set.of(), false, rooms, Position.ORIGIN, NO_END);
    }

    /** The same, of a part of the log. */
    public Clause between(Position from, Position to) {
        return new Clause(types, isEveryProject, projects, isProjectless, rooms, from, to);
    }

    /** The same, of these types. */
    public Clause ofTypes(Set<EventType> only) {
        return new Clause(only, isEveryProject, projects, isProjectless, rooms, after, upTo);
    }

    boolean matches(Event event) {
        return wants(event.type()) && isInScope(event) && isInTime(event.position());
    }

    /** A live message is heard in its project's room, or in {@code global} when it has none. */
    boolean matches(LiveMessage message) {
        return wants(message.type()) && (isNamed(message.project()) || rooms.contains(message.room()));
    }

    boolean hears(Room room) {
        return rooms.contains(room)
                || switch (room.kind()) {
                    case GLOBAL -> isProjectless;
                    case PROJECT -> isEveryProject || projects.contains(new ProjectId(room.id()));
                    case USER, AGENT -> false;
                };
    }

    private boolean wants(EventType type) {
        return types.isEmpty() || types.contains(type);
    }

    private boolean isInTime(Position position) {
        return position.isAfter(after) && !position.isAfter(upTo);
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
