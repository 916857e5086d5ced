package dev.herald.access;

import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may publish what, by what a token says (PROTOCOL section 6). It knows no {@code Grant}, which asks it. Any thread. */
final class Publishing {
    private Publishing() {}

    /** Whether such a caller may publish at all. */
    static boolean isAllowed(Set<Role> roles) {
        return roles.contains(Role.ADMIN) || roles.contains(Role.PUBLISHER) || roles.contains(Role.AGENT);
    }

    /** Why the draft may not be published; empty where it may. @param agentId the agent that the caller speaks for, or null */
    static Optional<String> refusal(Set<Role> roles, Reach reach, @Nullable String agentId, Draft draft) {
        if (!isAllowed(roles)) {
            return Optional.of("publishing needs the role publisher, agent or admin");
        }
        ProjectId project = draft.project();
        if (!reach.covers(project)) {
            return Optional.of("the token does not name project " + project);
        }
        for (Room room : draft.rooms()) {
            if (room.kind() == Room.Kind.PROJECT && !reach.covers(new ProjectId(room.id()))) {
                return Optional.of("the token does not name project " + room.id());
            }
        }
        boolean isAnyones = roles.contains(Role.ADMIN) || roles.contains(Role.PUBLISHER);
        return isAnyones ? Optional.empty() : refusalForAgent(agentId, draft);
    }

    /** An agent speaks for itself and for its workflows. */
    private static Optional<String> refusalForAgent(@Nullable String agent, Draft draft) {
        if (agent == null || !Room.isId(agent)) {
            return Optional.of("a token of role agent names its agent_id");
        }
        Room own = Room.agent(agent);
        String type = draft.type().wireName();
        boolean isOwnAgent = type.startsWith("agent.") && draft.rooms().contains(own);
        if (!isOwnAgent && !type.startsWith("workflow.")) {
            return Optional.of("an agent publishes agent.* of its own agent_id, and workflow.*");
        }
        for (Room room : draft.rooms()) {
            boolean isAnothers = room.kind() == Room.Kind.USER || room.kind() == Room.Kind.AGENT && !room.equals(own);
            if (isAnothers) {
                return Optional.of("an agent does not publish to " + room);
            }
        }
        return Optional.empty();
    }
}
