package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A project, after an event. Immutable.
 *
 * @param name null where nobody gave it one
 * @param status as it was given; active where nobody said otherwise
 * @param dueDate a day, or an RFC 3339 time, as it was given
 * @param zone UTC where none was given
 * @param created the event that it is known from
 * @param changed the last event about the project itself, for a guard, which may have changed nothing; {@link
 *     Position#ORIGIN} where there was none
 * @param updated the event that made it as it is
 * @param version grows by one with each event that changes it
 * @param isDeleted whether it has been deleted, and nobody has said anything of the project itself since
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
    static final String ACTIVE = "active";
    static final ZoneId UTC = ZoneId.of("UTC");

    /** One that is known from an event, which says nothing of it. */
    static Project known(ProjectId id, Position from, long version) {
        return new Project(
                id,
                null,
                null,
                ACTIVE,
                null,
                null,
                UTC,
                ProjectSettings.NONE,
                from,
                Position.ORIGIN,
                from,
                version,
                false);
    }

    /** The same, of which another event has told nothing new. */
    Project heard(Position at) {
        return with(at, updated, version, isDeleted);
    }

    Project deleted(Position at) {
        return with(at, at, version + 1, true);
    }

    Project with(Position newChanged, Position newUpdated, long newVersion, boolean newDeleted) {
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
                newChanged,
                newUpdated,
                newVersion,
                newDeleted);
    }
}
