package dev.herald.projection.layout;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layout of a dashboard, after an event. Immutable.
 *
 * @param owner whose; empty where there are no users
 * @param widgets objects with widget_id, position, enabled and settings, as they came
 * @param refreshMillis how often it asks anew
 * @param created the event that made it
 * @param changed the event that made it as it is
 * @param version grows by one with each event that changes it
 */
public record Layout(
        String owner,
        String type,
        List<@Nullable Object> widgets,
        long refreshMillis,
        String theme,
        Position created,
        Position changed,
        long version) {}
