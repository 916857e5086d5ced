package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryQuery;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads a page of history by the way that suits it: block by block where there may be few such events, else by one
 * statement; and around what cannot be read. Pure functions over a reader, whose thread they run on.
 */
final class Pages {
    private Pages() {}

    /** As it is told. */
    static final String INDEX = "index of projects";
    /** So many unreadable places are gone around at once; the next page goes on. */
    private static final int PLACES_MAX = 4;

    static Page.Found read(Page page, Readers.Reader reader, Bounds bounds, Rows rows, Budget budget, Damage damage)
            throws SQLException {
        if (page.isEmpty()) {
            return new Page.Found(List.of(), null, false);
        }
        try {
            return page.isOfSomeTypes()
                    ? new Stretches(page, reader, rows, damage).read(budget)
                    : page.walk(reader.connection(), rows, budget, damage);
        } catch (SQLException fault) {
            if (!Faults.isUnreadable(fault)) {
                throw fault;
            }
        }
        return around(page.alongPositions(), reader, bounds, rows, budget, damage);
    }

    /** The same page along the positions, and from behind what cannot be read there. */
    private static Page.Found around(
            Page page, Readers.Reader reader, Bounds bounds, Rows rows, Budget budget, Damage damage)
            throws SQLException {
        boolean isWhole = true;
        Page rest = page;
        for (int i = 0; i < PLACES_MAX; i++) {
            try {
                Page.Found found = rest.walk(reader.connection(), rows, budget, damage);
                if (isWhole) {
                    // The way along the positions is sound, so it was another that is not.
                    damage.other(INDEX);
                }
                return new Page.Found(found.events(), found.next(), found.isDamaged() || !isWhole);
            } catch (SQLException fault) {
                if (!Faults.isUnreadable(fault)) {
                    throw fault;
                }
            }
            isWhole = false;
            HistoryQuery query = rest.query();
            Position before = query.before();
            Position end = before == null ? bounds.newest().next(0) : before;
            Position begin = query.newestFirst() ? end : query.after();
            Position from = Detour.last(reader.connection(), begin, !query.newestFirst());
            Position beyond = query.newestFirst()
                    ? Detour.below(reader.connection(), from, bounds.oldest())
                    : Detour.beyond(reader.connection(), from, bounds.newest());
            damage.unreadable(query.newestFirst() ? beyond : from, query.newestFirst() ? from : beyond);
            if (beyond.equals(from)) {
                return new Page.Found(List.of(), null, true);
            }
            rest = page.from(beyond);
        }
        HistoryQuery query = rest.query();
        return new Page.Found(List.of(), query.newestFirst() ? query.before() : query.after(), true);
    }
}
