package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A project itself was changed or deleted. */
public sealed interface ProjectChange extends Payload {
    @Override
    default boolean needsProject() {
        return true;
    }

    /**
     * The project after the change.
     *
     * @param repositoryUrl or null where it has none
     * @param updatedBy the user, who hears of it in their own room, or null
     * @param changes what is different, by field
     */
    record Updated(
            String name,
            @Nullable String repositoryUrl,
            String status,
            @Nullable String updatedBy,
            Map<String, ?> changes)
            implements ProjectChange {
        public Updated {
            Fields.required("project_name", name);
            changes = Map.copyOf(changes);
        }

        @Override
        public EventType type() {
            return KnownType.PROJECT_UPDATED;
        }

        @Override
        public Map<String, Object> fields() {
            return new Fields()
                    .add("project_name", name)
                    .add("repository_url", repositoryUrl)
                    .add("status", status)
                    .add("updated_by", updatedBy)
                    .add("changes", (Object) changes)
                    .map();
        }
    }

    /** @param deletedBy the user, who hears of it in their own room, or null */
    record Deleted(@Nullable String deletedBy) implements ProjectChange {
        @Override
        public EventType type() {
            return KnownType.PROJECT_DELETED;
        }

        @Override
        public Map<String, Object> fields() {
            return new Fields().add("deleted_by", deletedBy).map();
        }
    }
}
