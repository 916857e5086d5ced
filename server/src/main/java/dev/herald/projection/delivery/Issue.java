package dev.herald.projection.delivery;

import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issue, after an event. Immutable. Moments are epoch milliseconds.
 *
 * @param status open, in_progress, blocked or closed
 * @param causedBy the deployment that it names as its cause, or null
 * @param updatedMillis its own time of the state it is in; null where nobody said so
 * @param closedMillis null while it is not closed
 */
public record Issue(
        String id,
        @Nullable Long number,
        String title,
        String status,
        @Nullable String priority,
        @Nullable String assignedTo,
        List<String> labels,
        @Nullable String causedBy,
        @Nullable Long updatedMillis,
        long openedMillis,
        @Nullable Long closedMillis,
        Position opened,
        Position changed) {
    public Issue {
        labels = List.copyOf(labels);
    }

    public boolean isClosed() {
        return status.equals("closed");
    }
}
