package dev.herald.access;

import dev.herald.event.Draft;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Optional;

/** Who may publish what (PROTOCOL section 6). */
final class Publishing {
    private Publishing() {}

    static Optional<String> refusal(Grant grant, Draft draft) {
        if (!grant.mayPublish()) {
            return Optional.of("publishing needs the role publisher, agent or admin");
        }
        ProjectId project = draft.project();
        if (!grant.reach().covers(project)) {
            return Optional.of("the token does not name project " + project);
        }
        for (Room room : draft.rooms()) {
            if (room.kind() == Room.Kind.PROJECT && !grant.reach().covers(new ProjectId(room.id()))) {
                return Optional.of("the token does not name project " + room.id());
            }
        }
        boolean isAnyones = grant.isAdmin() || grant.roles().contains(Role.PUBLISHER);
        return isAnyones ? Optional.empty() : refusalForAgent(grant, draft);
    }

    /** An agent speaks for itself and for its workflows. */
    private static Optional<String> refusalForAgent(Grant grant, Draft draft) {
        String agent = grant.agentId();
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
