package dev.herald.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an event is heard and what it is about: the protocol's table of rooms. Pure functions, after the checks. */
final class RoomTable {
    private static final Set<Room> GLOBAL_ONLY = Set.of(Room.GLOBAL);

    private RoomTable() {}

    static Set<Room> rooms(EventType type, @Nullable ProjectId project, Facts facts, List<Room> named) {
        Set<Room> more = derived(type, facts);
        if (named.isEmpty() && more.isEmpty()) {
            return project == null ? GLOBAL_ONLY : Set.of(Room.project(project));
        }
        Set<Room> rooms = new HashSet<>(more);
        rooms.addAll(named);
        rooms.add(project == null ? Room.GLOBAL : Room.project(project));
        return rooms;
    }

    /** For conflation: the workflow's, the agent's, else the project's id. */
    static @Nullable String subject(EventType type, @Nullable ProjectId project, Facts facts) {
        KnownType.Family family = type instanceof KnownType known ? known.family() : null;
        String own = null;
        if (family == KnownType.Family.WORKFLOWS) {
            own = facts.reference("workflow_id");
        } else if (family == KnownType.Family.AGENTS) {
            own = facts.text("agent_id");
        }
        return own != null || project == null ? own : project.value();
    }

    private static Set<Room> derived(EventType type, Facts facts) {
        return switch (type) {
            case CustomType custom -> Set.of();
            case KnownType known ->
                switch (known.family()) {
                    case PROJECTS -> user(facts.text(known == KnownType.PROJECT_DELETED ? "deleted_by" : "updated_by"));
                    case AGENTS -> agent(facts.text("agent_id"));
                    case ISSUES -> user(facts.text("assigned_to"));
                    case FILES,
                            GIT,
                            AUTO_COMMIT,
                            PROGRESS,
                            RISK,
                            TASKS,
                            SYSTEM,
                            WORKFLOWS,
                            PULL_REQUESTS,
                            DEPLOYMENTS,
                            QUALITY,
                            AI -> Set.of();
                };
        };
    }

    private static Set<Room> user(@Nullable String id) {
        return id == null ? Set.of() : Set.of(Room.user(id));
    }

    private static Set<Room> agent(@Nullable String id) {
        return id == null ? GLOBAL_ONLY : Set.of(Room.GLOBAL, Room.agent(id));
    }
}
