package dev.herald.journal;

import dev.herald.event.Event;
import dev.herald.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of history, as of one moment of the log.
 *
 * @param events in the order asked for
 * @param next what follows is asked for after this (before it, where the newest come first); null when that was all
 * @param isWhole false when events that were asked for were trimmed or are damaged; never because of the log's beginning
 *     where no {@code after} was given
 * @param oldest the oldest event kept, or {@link Position#ORIGIN} when there was none
 */
public record HistoryPage(List<Event> events, @Nullable Position next, boolean isWhole, Position oldest) {
    public HistoryPage {
        events = List.copyOf(events);
    }
}
