package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryQuery;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/**
 * Reads a page of history by the way that suits it: block by block where there may be few such events, else by one
 * statement; and around what cannot be read. Pure functions over a reader, whose thread they run on.
 */
final class Pages {
    private Pages() {}

    static Page.Found read(Page page, Readers.Reader reader, Rows rows, Budget budget, Damage damage)
            throws SQLException {
        if (page.isEmpty()) {
            return new Page.Found(List.of(), null, false);
        }
        try {
            return page.isOfSomeTypes()
                    ? new Stretches(page, reader, rows, damage).read(budget)
                    : page.walk(reader.connection(), rows, budget, damage);
        } catch (SQLException fault) {
            if (Faults.primary(fault) != SQLiteErrorCode.SQLITE_CORRUPT) {
                throw fault;
            }
            Page around = around(page, reader, damage, fault);
            Page.Found found = around.walk(reader.connection(), rows, budget, damage);
            return new Page.Found(found.events(), found.next(), true);
        }
    }

    /** The same page from behind what cannot be read, which is where the page begins or after it. */
    private static Page around(Page page, Readers.Reader reader, Damage damage, SQLException fault)
            throws SQLException {
        HistoryQuery query = page.query();
        Bounds bounds = reader.bounds();
        Position before = query.before();
        Position from = query.newestFirst() ? before == null ? bounds.newest() : before : query.after();
        Position beyond = query.newestFirst()
                ? Detour.below(reader.connection(), from, bounds.oldest(), fault)
                : Detour.beyond(reader.connection(), from, bounds.newest(), fault);
        damage.hole(from, beyond);
        return new Page(new HistoryQuery(
                query.reach(),
                query.project(),
                query.types(),
                query.newestFirst() ? query.after() : beyond,
                query.newestFirst() ? beyond : before,
                query.limit(),
                query.newestFirst()));
    }
}
