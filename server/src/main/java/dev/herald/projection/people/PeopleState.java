package dev.herald.projection.people;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All agents, by id. One thread; what it answers is immutable. */
public final class PeopleState {
    private final Map<String, Agent> agents = new LinkedHashMap<>();

    PeopleState() {}

    public @Nullable Agent agent(String id) {
        return agents.get(id);
    }

    /** In the order in which they were first heard of. */
    public List<Agent> agents() {
        return List.copyOf(agents.values());
    }

    void put(Agent agent) {
        agents.put(agent.id(), agent);
    }

    Collection<Agent> all() {
        return agents.values();
    }
}
