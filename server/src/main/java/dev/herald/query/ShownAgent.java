package dev.herald.query;

import dev.herald.event.Rfc3339;
import dev.herald.projection.people.Agent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent as it is shown: the members of an answer, in their order. */
public record ShownAgent(
        String agentId,
        @Nullable String agentName,
        @Nullable String projectId,
        @Nullable String status,
        @Nullable Double availability,
        @Nullable String activity,
        @Nullable String activitySince,
        @Nullable String sessionId,
        @Nullable String taskId,
        @Nullable String reason,
        @Nullable Long expectsHeartbeatS,
        Map<String, @Nullable Object> metadata,
        String lastHeardAt,
        long actions,
        long tokensIn,
        long tokensOut,
        double cost) {
    public static ShownAgent of(Agent agent) {
        return new ShownAgent(
                agent.id(),
                agent.name(),
                agent.project() == null ? null : agent.project().value(),
                agent.status(),
                agent.availability(),
                agent.activity(),
                agent.activity() == null ? null : Rfc3339.text(agent.activityMillis()),
                agent.sessionId(),
                agent.taskId(),
                agent.reason(),
                agent.heartbeatSeconds(),
                agent.metadata().all(),
                Rfc3339.text(agent.heardMillis()),
                agent.actions(),
                agent.tokensIn(),
                agent.tokensOut(),
                agent.cost());
    }
}
