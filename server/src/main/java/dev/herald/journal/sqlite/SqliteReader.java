package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.Reader;
import dev.herald.journal.Slice;
import dev.herald.journal.Start;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is read of the file: each answer in one transaction, so that the floor and the rows are of one moment. Any thread
 * that may block.
 */
final class SqliteReader implements Reader, AutoCloseable {
    private final Readers readers;
    private final Rows rows;
    private final Damage damage;
    private final Supplier<Bounds> known;

    /** @param known where the log begins and ends, without asking the file */
    SqliteReader(Connections connections, Rows rows, Damage damage, Supplier<Bounds> known) {
        readers = new Readers(connections, damage);
        this.rows = rows;
        this.damage = damage;
        this.known = known;
    }

    @Override
    public Slice read(Position after, Reach wanted, Budget budget) {
        Bounds before = known.get();
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds(before);
            Start start = bounds.start(after, reader.nearest(after));
            Scan scan = new Scan(rows, wanted, budget, damage);
            scan.from(
                    after.isAfter(bounds.end()) ? start.from() : after,
                    start,
                    start.from().equals(Position.ORIGIN) ? bounds.floor() : start.from());
            scan.run(reader, bounds.newest());
            return scan.slice(bounds);
        });
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        Bounds before = known.get();
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds(before);
            Page.Found found = Pages.read(new Page(query), reader, bounds, rows, budget, damage);
            boolean isWhole = bounds.holdsAllAfter(query.after()) && !found.isDamaged() && !isHoleIn(query, found);
            return new HistoryPage(found.events(), found.next(), isWhole, bounds.oldest());
        });
    }

    /** Whether rows are known to be missing where the page has looked. */
    private boolean isHoleIn(HistoryQuery query, Page.Found found) {
        Position next = found.next();
        Position before = query.before();
        Position low = query.newestFirst() && next != null ? next : query.after();
        Position high = !query.newestFirst() && next != null ? next : before;
        return damage.isBetween(low, high == null ? new Position(Long.MAX_VALUE) : high);
    }

    @Override
    public Summary summary(SummaryQuery query, Budget budget) {
        Bounds before = known.get();
        return readers.use(
                budget, reader -> new Counting(query, reader, reader.bounds(before), rows, damage).summary());
    }

    @Override
    public Optional<Event> find(Position position) {
        return readers.use(Readers.ONE, reader -> {
            try (PreparedStatement select =
                    reader.connection().prepareStatement("SELECT " + Rows.COLUMNS + " FROM event WHERE position = ?")) {
                select.setLong(1, position.packed());
                return one(select, position);
            }
        });
    }

    private Optional<Event> one(PreparedStatement select, Position position) throws SQLException {
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            Rows.Row row = rows.read(result, new RowSum());
            if (row.event() == null) {
                damage.row(row.position());
            }
            return Optional.ofNullable(row.event());
        } catch (SQLException fault) {
            if (!Faults.isUnreadable(fault)) {
                throw fault;
            }
            damage.unreadable(position, position);
            return Optional.empty();
        }
    }

    /** Waits for those that read; nothing of the file is open then, and nobody reads until {@link #goOn}. */
    void pause() {
        readers.pause();
    }

    void goOn() {
        readers.goOn();
    }

    @Override
    public void close() {
        readers.close();
    }
}
