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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is read of the file: each answer in one transaction, so that the floor and the rows are of one moment. Any thread
 * that may block.
 */
final class SqliteReader implements Reader, AutoCloseable {
    private final Readers readers;
    private final Rows rows;

    SqliteReader(Connections connections, Rows rows) {
        readers = new Readers(connections);
        this.rows = rows;
    }

    @Override
    public Slice read(Position after, Reach wanted, Budget budget) {
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds();
            Start start = bounds.start(after, reader.nearest(after));
            List<Event> found = new ArrayList<>();
            Position reached = start.from();
            long bytes = 0;
            reader.readOn().setLong(1, start.from().packed());
            try (ResultSet row = reader.readOn().executeQuery()) {
                while (row.next()) {
                    Event event = rows.read(row);
                    reached = event.position();
                    if (wanted.covers(event)) {
                        found.add(event);
                        bytes += event.json().length;
                    }
                    if (!found.isEmpty() && (found.size() >= budget.eventsMax() || bytes >= budget.bytesMax())) {
                        break;
                    }
                }
            }
            return new Slice(found, bounds.floor(), start.isWhole(), start.from(), reached, bounds.oldest());
        });
    }

    @Override
    public HistoryPage page(HistoryQuery query, Budget budget) {
        return readers.use(budget, reader -> {
            Bounds bounds = reader.bounds();
            Page.Found found = new Page(query).read(reader.connection(), rows, budget);
            Position next = found.hasMore() ? found.events().getLast().position() : null;
            return new HistoryPage(found.events(), next, bounds.holdsAllAfter(query.after()), bounds.oldest());
        });
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
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(rows.read(row)) : Optional.empty();
        }
    }

    @Override
    public void close() {
        readers.close();
    }
}
