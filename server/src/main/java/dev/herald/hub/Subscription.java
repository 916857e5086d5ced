package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session wants, and what it may see: an event is sent when the reach covers it, a clause wants it, and it was not
 * heard before. A value: sessions whose subscriptions are equal share an audience.
 *
 * @param clauses each a way to be wanted
 * @param heard what the session has been sent already, for a replay that overlaps it; empty for a session at the tip
 * @param reach what may be seen, whoever wants it
 * @param conflate whether superseded progress may be skipped while the session lags
 */
public record Subscription(List<Clause> clauses, List<Clause> heard, Reach reach, boolean conflate) {
    private static final Subscription EVERYTHING = of(Set.of(), true, Set.of(), true, Set.of(), false);

    public Subscription {
        clauses = List.copyOf(clauses);
        heard = List.copyOf(heard);
    }

    /** All types of every project and of none. */
    public static Subscription everything() {
        return EVERYTHING;
    }

    /** One clause, and all may be seen; see {@link Clause}. */
    public static Subscription of(
            Set<EventType> types,
            boolean isEveryProject,
            Set<ProjectId> projects,
            boolean isProjectless,
            Set<Room> rooms,
            boolean conflate) {
        Clause clause =
                new Clause(types, isEveryProject, projects, isProjectless, rooms, Position.ORIGIN, Clause.NO_END);
        return new Subscription(List.of(clause), List.of(), Reach.ALL, conflate);
    }

    /** The same wishes, seen by somebody else. */
    public Subscription within(Reach other) {
        return new Subscription(clauses, heard, other, conflate);
    }

    /**
     * What the journal may leave out when it reads for this: all that matches is covered, though not all that is covered
     * matches.
     */
    Reach wanted() {
        boolean isEveryProject = reach.isEveryProject();
        boolean isEveryType = reach.isEveryType();
        Set<ProjectId> projects = new HashSet<>();
        Set<EventType> types = new HashSet<>();
        boolean isOfProjects = true;
        boolean isOfTypes = true;
        for (Clause clause : clauses) {
            // An event may be heard in any room, whatever its project.
            isOfProjects &= !clause.isEveryProject() && clause.rooms().isEmpty();
            isOfTypes &= !clause.types().isEmpty();
            projects.addAll(clause.projects());
            types.addAll(clause.types());
        }
        return new Reach(
                isEveryProject && !isOfProjects,
                isOfProjects ? projects : reach.projects(),
                isEveryType && !isOfTypes,
                isOfTypes ? types : reach.types());
    }

    public boolean matches(Event event) {
        return reach.covers(event) && isWanted(event) && !isHeard(event);
    }

    public boolean matches(LiveMessage message) {
        if (!reach.covers(message.type()) || !reach.covers(message.project())) {
            return false;
        }
        for (int i = 0; i < clauses.size(); i++) {
            if (clauses.get(i).matches(message)) {
                return true;
            }
        }
        return false;
    }

    /** Whether events of the room are wanted and may be seen. */
    public boolean hears(Room room) {
        return (room.kind() != Room.Kind.PROJECT || reach.covers(new ProjectId(room.id())))
                && clauses.stream().anyMatch(clause -> clause.hears(room));
    }

    private boolean isWanted(Event event) {
        for (int i = 0; i < clauses.size(); i++) {
            if (clauses.get(i).matches(event)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeard(Event event) {
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i).matches(event)) {
                return true;
            }
        }
        return false;
    }
}
