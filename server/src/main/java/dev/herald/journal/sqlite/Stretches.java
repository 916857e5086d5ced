package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/**
 * A page of some types, of which there may be few: it goes from block to block in the order of the page and reads those
 * alone in which such events may be. Used once, by one thread.
 */
final class Stretches {
    private final HistoryQuery query;
    private final Readers.Reader reader;
    private final Rows rows;
    private final Damage damage;
    private final Blocks.Wanted wanted;
    private final List<Event> events = new ArrayList<>();
    private boolean isDamaged;
    private long bytes;
    /** What is still to be looked through lies between these two, both exclusive. */
    private long low;

    private long high;

    Stretches(Page page, Readers.Reader reader, Rows rows, Damage damage) {
        query = page.query();
        this.reader = reader;
        this.rows = rows;
        this.damage = damage;
        wanted = rows.wanted(new Reach(true, Set.of(), false, Set.copyOf(page.types())));
        low = query.after().packed();
        Position before = query.before();
        high = before == null ? Long.MAX_VALUE : before.packed();
    }

    Page.Found read(Budget budget) throws SQLException {
        int eventsMax = Math.min(query.limit(), budget.eventsMax());
        boolean hasMoved = false;
        while (high - low > 1) {
            try {
                boolean isFull = events.size() >= eventsMax || !events.isEmpty() && bytes >= budget.bytesMax();
                Page.Found found = step(isFull ? 1 : eventsMax - events.size(), budget);
                isDamaged |= found.isDamaged();
                if (isFull && !found.events().isEmpty()) {
                    return new Page.Found(events, events.getLast().position(), isDamaged);
                }
                events.addAll(found.events());
                if (found.next() != null) {
                    return new Page.Found(events, found.next(), isDamaged);
                }
            } catch (SQLException fault) {
                if (Faults.primary(fault) == SQLiteErrorCode.SQLITE_INTERRUPT && hasMoved) {
                    return new Page.Found(events, edge(), isDamaged);
                }
                throw fault;
            }
            hasMoved = true;
            if (high - low > 1 && reader.deadline().isOver()) {
                return new Page.Found(events, edge(), isDamaged);
            }
        }
        return new Page.Found(events, null, isDamaged);
    }

    private Position edge() {
        return new Position(query.newestFirst() ? high : low);
    }

    /** Looks through the next stretch, if anything may be there. */
    private Page.Found step(int limit, Budget budget) throws SQLException {
        Blocks.Block block = reader.blockFrom(query.newestFirst() ? high - 1 : low + 1);
        long from = low;
        long to = high;
        boolean isInside;
        if (query.newestFirst()) {
            isInside = block != null && block.after() < high - 1;
            if (block != null && isInside) {
                from = Math.max(low, block.after());
            } else {
                Blocks.Block below = reader.blockBelow(high - 1);
                from = below == null ? low : Math.max(low, below.upto());
            }
        } else {
            isInside = block != null && block.after() <= low;
            to = block == null ? high : Math.min(high, (isInside ? block.upto() : block.after()) + 1);
        }
        Page.Found found = new Page.Found(List.of(), null, false);
        if (block == null || !isInside || wanted.mayBeIn(block)) {
            Budget left =
                    new Budget(limit, Math.max(1, budget.bytesMax() - bytes), budget.millisMax(), budget.isGone());
            Page part = new Page(new HistoryQuery(
                    query.reach(),
                    null,
                    query.types(),
                    new Position(from),
                    to == Long.MAX_VALUE ? null : new Position(to),
                    limit,
                    query.newestFirst()));
            found = part.walk(reader.connection(), rows, left, damage);
            for (Event event : found.events()) {
                bytes += event.json().length;
            }
        }
        if (query.newestFirst()) {
            high = from + 1;
        } else {
            low = to - 1;
        }
        return found;
    }
}
