package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deployment began or ended. */
public sealed interface DeploymentChange extends Payload {
    /**
     * A deployment as it is after the change.
     *
     * @param id the same from its beginning to its end
     * @param environment such as {@code production}
     * @param ref the branch or tag, or null
     * @param url of what was deployed, or null
     * @param isRollback whether it brings an older state back
     * @param isRework whether it mends one that failed
     * @param causedBy the deployment that made it needed, or null
     * @param durationMillis so far, or null
     */
    record Deployment(
            String id,
            String environment,
            @Nullable String commitHash,
            @Nullable String ref,
            @Nullable String url,
            boolean isRollback,
            boolean isRework,
            @Nullable String causedBy,
            @Nullable Long durationMillis) {
        public Deployment {
            Fields.required("deployment_id", id);
            Fields.required("environment", environment);
        }
    }

    Deployment deployment();

    @Override
    default Map<String, Object> fields() {
        Deployment deployment = deployment();
        return new Fields()
                .add("deployment_id", deployment.id)
                .add("environment", deployment.environment)
                .add("commit_hash", deployment.commitHash)
                .add("ref", deployment.ref)
                .add("url", deployment.url)
                .add("is_rollback", deployment.isRollback)
                .add("is_rework", deployment.isRework)
                .add("caused_by", deployment.causedBy)
                .add("duration_ms", deployment.durationMillis)
                .map();
    }

    @Override
    default boolean needsProject() {
        return true;
    }

    record Started(Deployment deployment) implements DeploymentChange {
        @Override
        public EventType type() {
            return KnownType.DEPLOYMENT_STARTED;
        }
    }

    record Succeeded(Deployment deployment) implements DeploymentChange {
        @Override
        public EventType type() {
            return KnownType.DEPLOYMENT_SUCCEEDED;
        }
    }

    record Failed(Deployment deployment) implements DeploymentChange {
        @Override
        public EventType type() {
            return KnownType.DEPLOYMENT_FAILED;
        }
    }
}
