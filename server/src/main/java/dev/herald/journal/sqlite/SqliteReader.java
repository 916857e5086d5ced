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

/**
 * What is read of the file: each answer in one transaction, so that the floor and the rows are of one moment. Any thread
 * that may block.
 */
final class SqliteReader implements Reader, AutoCloseable {
    private final Readers readers;
    private final Rows rows;
    private final Damage damage;

    SqliteReader(Connections connections, Rows rows, Damage damage) {
        readers = new Readers(connections);
        this.rows = rows;
        this.damage = damage;
    }

    @Override
    public Slice read(Position after, Reach wanted, Budget budget) {
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds();
            Start start = bounds.start(after, reader.nearest(after));
            Scan scan = new Scan(rows, wanted, budget, damage);
            scan.from(start, start.from().equals(Position.ORIGIN) ? bounds.floor() : start.from());
            scan.run(reader, bounds.newest());
            return scan.slice(bounds);
        });
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds();
            Page.Found found = Pages.read(new Page(query), reader, rows, budget, damage);
            boolean isWhole = bounds.holdsAllAfter(query.after()) && !found.isDamaged();
            return new HistoryPage(found.events(), found.next(), isWhole, bounds.oldest());
        });
    }

    @Override
    public Summary summary(SummaryQuery query, Budget budget) {
        return readers.use(budget, reader -> new Counting(query, reader, rows).summary());
    }

    @Override
    public Optional<Event> find(Position position) {
        return readers.use(Readers.ONE, reader -> {
            try (PreparedStatement select =
                    reader.connection().prepareStatement("SELECT " + Rows.COLUMNS + " FROM event WHERE position = ?")) {
                select.setLong(1, position.packed());
                return one(select);
            }
        });
    }

    private Optional<Event> one(PreparedStatement select) throws SQLException {
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            Rows.Row row = rows.read(result, new RowSum());
            if (row.event() == null) {
                damage.row(row.position());
            }
            return Optional.ofNullable(row.event());
        }
    }

    @Override
    public void close() {
        readers.close();
    }
}
