package dev.herald.projection.delivery;

import dev.herald.event.KnownType;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import org.jspecify.annotations.Nullable;

/** Folds {@code deployment.*}: what ended stays so. */
final class Deployments {
    private Deployments() {}

    static void fold(Held held, Happening event, KnownType type) {
        String given = event.data().reference("deployment_id");
        String id = given == null ? event.position().toString() : given;
        Deployment before = held.deployments.get(id);
        if (before != null && before.isSuccess() != null) {
            return;
        }
        Deployment after = after(id, before, event, type);
        held.deployments.put(id, after);
        held.change();
        if (after.hasSucceeded()) {
            held.contain(id);
        }
    }

    private static Deployment after(String id, @Nullable Deployment before, Happening event, KnownType type) {
        Members data = event.data();
        Boolean isSuccess =
                type == KnownType.DEPLOYMENT_STARTED ? null : (Boolean) (type == KnownType.DEPLOYMENT_SUCCEEDED);
        String environment = Read.text(data, "environment", before == null ? null : before.environment());
        return new Deployment(
                id,
                environment == null ? "" : environment,
                Read.text(data, "commit_hash", before == null ? null : before.commitHash()),
                Read.text(data, "ref", before == null ? null : before.ref()),
                Read.text(data, "url", before == null ? null : before.url()),
                data.has("is_rollback") ? data.is("is_rollback") : before != null && before.isRollback(),
                data.has("is_rework") ? data.is("is_rework") : before != null && before.isRework(),
                data.has("caused_by") ? data.reference("caused_by") : before == null ? null : before.causedBy(),
                isSuccess,
                before == null ? event.millis() : before.startedMillis(),
                isSuccess == null ? null : (Long) event.millis(),
                null,
                before == null ? event.position() : before.begun(),
                isSuccess == null ? null : event.position());
    }
}
