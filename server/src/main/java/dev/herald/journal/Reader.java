package dev.herald.journal;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import java.util.Optional;

/**
 * The side of the log that is read. Each answer is decided in one read transaction of the engine: what it holds, and
 * whether that is whole. Every method may block on IO, and SQLite's block a carrier of virtual threads: outside the
 * engines it is called by {@link ReadLanes} alone.
 *
 * <p>Each may throw {@link JournalException} when the log cannot be read, for a reason that may pass.
 */
public interface Reader {
    /**
     * What follows the position, oldest first, as far as the budget reaches: at least one event, if there is one that is
     * wanted and the time suffices to find it.
     *
     * @param wanted only these; the slice says how far it has looked
     */
    Slice read(Position after, Reach wanted, Budget budget);

    /** A page of history; it ends early where the budget does. */
    HistoryPage page(HistoryQuery query, Budget budget);

    /** Figures and names; what cannot be found out within the budget's time is left out, and said to be. */
    Summary summary(SummaryQuery query, Budget budget);

    /** The event at this position, if the log has it. */
    Optional<Event> find(Position position);
}
