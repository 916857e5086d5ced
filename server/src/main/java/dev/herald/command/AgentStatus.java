package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.people.Agent;
import dev.herald.projection.people.PeopleProjection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An agent says how it is. One that nobody heard of is known from then on. */
public final class AgentStatus implements Command<String, Agent> {
    private static final Set<String> SAYABLE = Checks.names(
            "agent_name",
            "status",
            "availability",
            "metadata",
            "activity",
            "session_id",
            "task_id",
            "reason",
            "expects_heartbeat_s");

    private final String id;
    private final @Nullable ProjectId project;
    private final Members asked;
    private final Author author;

    /** @param project in which it works; null where it does not say */
    public AgentStatus(String id, @Nullable ProjectId project, Members asked, Author author) {
        this.id = id;
        this.project = project;
        this.asked = asked;
        this.author = author;
    }

    @Override
    public String look(States states) {
        return id;
    }

    @Override
    public Decision decide(String sight) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("agent_id", id);
        Denial forbidden = author.denial(new Statement(KnownType.AGENT_STATUS_CHANGED, project, data));
        if (forbidden != null) {
            return new Decision.Denied(forbidden);
        }
        Checks checks = new Checks(asked);
        Set<String> known = Checks.names("agent_id", "project_id");
        known.addAll(SAYABLE);
        checks.onlyKnown(known);
        checks.agrees("agent_id", id);
        if (!asked.has("status") && !asked.has("activity")) {
            checks.add("/status", "is required, or an activity");
        }
        for (String name : SAYABLE) {
            if (asked.has(name)) {
                data.put(name, asked.all().get(name));
            }
        }
        return checks.orElse(author.tell(id, new Statement(KnownType.AGENT_STATUS_CHANGED, project, data)));
    }

    @Override
    public String about(Members data) {
        return id;
    }

    @Override
    public @Nullable Agent show(States states, String about) {
        return states.state(PeopleProjection.NAME).agent(id);
    }

    @Override
    public Object subject() {
        return "agent " + id;
    }
}
