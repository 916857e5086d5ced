package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent claimed files, or let them go. */
public sealed interface AgentClaim extends Payload {
    /**
     * What is claimed.
     *
     * @param agentId matches {@code [A-Za-z0-9._-]{1,128}}
     * @param paths globs below the project's root
     * @param generation grows with each claim of the same paths
     * @param expiresAt RFC 3339, or null where it does not end by itself
     * @param reason for people, or null
     */
    record Claim(
            String agentId,
            String claimId,
            List<String> paths,
            long generation,
            @Nullable String expiresAt,
            @Nullable String reason) {
        public Claim {
            Fields.required("agent_id", agentId);
            Fields.required("claim_id", claimId);
            paths = List.copyOf(paths);
        }
    }

    Claim claim();

    @Override
    default Map<String, Object> fields() {
        Claim claim = claim();
        return new Fields()
                .add("agent_id", claim.agentId)
                .add("claim_id", claim.claimId)
                .add("paths", claim.paths)
                .add("generation", claim.generation)
                .add("expires_at", claim.expiresAt)
                .add("reason", claim.reason)
                .map();
    }

    @Override
    default boolean needsProject() {
        return true;
    }

    record Claimed(Claim claim) implements AgentClaim {
        @Override
        public EventType type() {
            return KnownType.AGENT_CLAIMED;
        }
    }

    record Released(Claim claim) implements AgentClaim {
        @Override
        public EventType type() {
            return KnownType.AGENT_RELEASED;
        }
    }
}
