package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that an agent did. Never a prompt, a file's content or a command's arguments.
 *
 * @param agentId matches {@code [A-Za-z0-9._-]{1,128}}
 * @param sessionId of the agent's program, or null
 * @param tool that it used, or null
 * @param target a relative path, a command's name or an address, or null
 * @param spent what it cost
 */
public record AgentAction(
        String agentId,
        @Nullable String sessionId,
        Kind kind,
        @Nullable String tool,
        @Nullable String target,
        Outcome outcome,
        Spent spent)
        implements Payload {
    public enum Kind {
        READ,
        EDIT,
        CREATE,
        DELETE,
        RUN,
        SEARCH,
        FETCH,
        ASK,
        ANSWER,
        OTHER
    }

    public enum Outcome {
        OK,
        FAILED,
        DENIED
    }

    /**
     * Each null where it is not known.
     *
     * @param dollars US dollars
     */
    public record Spent(
            @Nullable Long durationMillis,
            @Nullable Long tokensIn,
            @Nullable Long tokensOut,
            @Nullable BigDecimal dollars) {
        public static final Spent UNKNOWN = new Spent(null, null, null, null);
    }

    public AgentAction {
        Fields.required("agent_id", agentId);
    }

    @Override
    public EventType type() {
        return KnownType.AGENT_ACTION;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .add("agent_id", agentId)
                .add("session_id", sessionId)
                .add("action", kind)
                .add("tool", tool)
                .add("target", target)
                .add("outcome", outcome)
                .add("duration_ms", spent.durationMillis)
                .add("tokens_in", spent.tokensIn)
                .add("tokens_out", spent.tokensOut)
                .add("cost", spent.dollars)
                .map();
    }
}
