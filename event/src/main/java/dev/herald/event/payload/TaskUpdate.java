package dev.herald.event.payload;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task was created, updated or deleted.
 *
 * @param action what happened
 * @param task the whole task after the change under its wire names; {@code task_id} at least
 * @param changes what is different, by field
 */
public record TaskUpdate(Action action, Map<String, ?> task, Map<String, Change> changes) implements Payload {
    public enum Action {
        CREATED,
        UPDATED,
        DELETED
    }

    /** A field's value before and after; null where there was or is none. */
    public record Change(@Nullable Object from, @Nullable Object to) {}

    public TaskUpdate {
        if (!task.containsKey("task_id")) {
            throw new IllegalArgumentException("task_id must not be absent");
        }
        task = Collections.unmodifiableMap(new LinkedHashMap<>(task));
        changes = Map.copyOf(changes);
    }

    @Override
    public EventType type() {
        return KnownType.TASK_UPDATE;
    }

    @Override
    public Map<String, Object> fields() {
        return new Fields()
                .addAll(task)
                .add("action", action)
                .add("changes", (Object) changes)
                .map();
    }

    @Override
    public boolean needsProject() {
        return true;
    }
}
