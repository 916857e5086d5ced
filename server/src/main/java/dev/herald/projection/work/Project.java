package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A project, after an event. Immutable.
 *
 * @param name null where nobody gave it one
 * @param status active where nobody said otherwise
 * @param dueDate a day, or an RFC 3339 time, as it was given
 * @param zone UTC where none was given
 * @param created the event that it is known from
 * @param changed the last event that changed it, for a guard; {@link Position#ORIGIN} where none has
 * @param updated the same, but the event that it is known from where none has
 * @param version grows by one with each change
 * @param isDeleted whether it has been deleted, and not been heard of again since
 */
public record Project(
        ProjectId id,
        @Nullable String name,
        @Nullable String repositoryUrl,
        String status,
        @Nullable String description,
        @Nullable String dueDate,
        ZoneId zone,
        ProjectSettings settings,
        Position created,
        Position changed,
        Position updated,
        long version,
        boolean isDeleted) {
    Project withVersion(long other) {
        return new Project(
                id,
                name,
                repositoryUrl,
                status,
                description,
                dueDate,
                zone,
                settings,
                created,
                changed,
                updated,
                other,
                isDeleted);
    }
}
