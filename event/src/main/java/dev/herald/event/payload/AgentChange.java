package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent came, went or changed its status. */
public sealed interface AgentChange extends Payload {
    enum Status {
        ONLINE,
        OFFLINE,
        BUSY,
        IDLE,
        ERROR
    }

    /**
     * An agent as it is after the change.
     *
     * @param id matches {@code [A-Za-z0-9._-]{1,128}}
     * @param name for people, or null
     * @param availability 0 to 100, or null where it does not say
     * @param metadata whatever it tells about itself
     */
    record Agent(
            String id,
            @Nullable String name,
            Status status,
            @Nullable Integer availability,
            Map<String, ?> metadata) {
        public Agent {
            Fields.required("agent_id", id);
            metadata = Map.copyOf(metadata);
        }

        private Map<String, Object> fields() {
            return new Fields()
                    .add("agent_id", id)
                    .add("agent_name", name)
                    .add("status", status)
                    .add("availability", availability)
                    .addAll("metadata", metadata)
                    .map();
        }
    }

    Agent agent();

    @Override
    default Map<String, Object> fields() {
        return agent().fields();
    }

    record StatusChanged(Agent agent) implements AgentChange {
        @Override
        public EventType type() {
            return KnownType.AGENT_STATUS_CHANGED;
        }
    }

    record Connected(Agent agent) implements AgentChange {
        @Override
        public EventType type() {
            return KnownType.AGENT_CONNECTED;
        }
    }

    record Disconnected(Agent agent) implements AgentChange {
        @Override
        public EventType type() {
            return KnownType.AGENT_DISCONNECTED;
        }
    }
}
