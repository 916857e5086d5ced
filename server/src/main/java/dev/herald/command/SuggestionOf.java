package dev.herald.command;

import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.delivery.Suggestion;
import org.jspecify.annotations.Nullable;

/** A suggestion and whose it is. */
public record SuggestionOf(ProjectId project, Suggestion suggestion) {
    static @Nullable SuggestionOf of(States states, ProjectId project, String id) {
        Suggestion found = states.state(DeliveryProjection.NAME).suggestion(project, id);
        return found == null ? null : new SuggestionOf(project, found);
    }
}
