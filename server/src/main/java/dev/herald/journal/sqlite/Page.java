package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.journal.HistoryQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A page of history as a statement: the parts of the question that are asked, in the order in which they are bound. */
record Page(HistoryQuery query) {
    List<Event> read(Connection connection, Rows rows) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql())) {
            bind(select, rows);
            List<Event> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(rows.read(row));
                }
            }
            return List.copyOf(found);
        }
    }

    private String sql() {
        StringBuilder sql = new StringBuilder("SELECT " + Rows.COLUMNS + " FROM event WHERE position > ?");
        if (query.before() != null) {
            sql.append(" AND position < ?");
        }
        if (query.project() != null) {
            sql.append(" AND project = ?");
        }
        if (!query.types().isEmpty()) {
            // The plus keeps SQLite from sorting by type what it finds in the order of positions anyway.
            sql.append(" AND +type IN (?")
                    .append(", ?".repeat(query.types().size() - 1))
                    .append(')');
        }
        return sql.append(" ORDER BY position")
                .append(query.newestFirst() ? " DESC" : "")
                .append(" LIMIT ?")
                .toString();
    }

    private void bind(PreparedStatement select, Rows rows) throws SQLException {
        Position before = query.before();
        ProjectId project = query.project();
        int index = 1;
        select.setLong(index++, query.after().packed());
        if (before != null) {
            select.setLong(index++, before.packed());
        }
        if (project != null) {
            select.setString(index++, project.value());
        }
        for (EventType type : query.types()) {
            rows.bindType(select, index++, type);
        }
        select.setInt(index, query.limit());
    }
}
