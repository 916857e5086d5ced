package dev.herald.projection.delivery;

import dev.herald.event.Position;
import org.jspecify.annotations.Nullable;

/**
 * A deployment, after an event. Immutable. Moments are epoch milliseconds.
 *
 * @param environment empty where nobody named one
 * @param causedBy the deployment that made this one needed, or null
 * @param isSuccess true or false once it ended; null before
 * @param endedMillis null while it runs
 * @param commits the commits, by their place, that it is the first of its environment to contain; null where no watched
 *     repository says so
 * @param ended the event that ended it, or null
 */
public record Deployment(
        String id,
        String environment,
        @Nullable String commitHash,
        @Nullable String ref,
        @Nullable String url,
        boolean isRollback,
        boolean isRework,
        @Nullable String causedBy,
        @Nullable Boolean isSuccess,
        long startedMillis,
        @Nullable Long endedMillis,
        int @Nullable [] commits,
        Position begun,
        @Nullable Position ended) {
    public boolean hasSucceeded() {
        return Boolean.TRUE.equals(isSuccess);
    }

    /** The same, of which it is known now which commits it is the first to contain. */
    Deployment containing(int[] places) {
        return new Deployment(
                id,
                environment,
                commitHash,
                ref,
                url,
                isRollback,
                isRework,
                causedBy,
                isSuccess,
                startedMillis,
                endedMillis,
                places,
                begun,
                ended);
    }
}
