package dev.herald.client;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of history.
 *
 * @param events in the order that was asked for
 * @param nextAfterOrNull for {@link HistoryRequest#from}, or null at the end
 */
public record HistoryPage(
        List<ReceivedEvent> events, @Nullable String nextAfterOrNull) {
    public HistoryPage {
        events = List.copyOf(events);
    }

    public Optional<String> nextAfter() {
        return Optional.ofNullable(nextAfterOrNull);
    }
}
