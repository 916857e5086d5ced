package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * A page of history as a statement: the parts of the question that are asked, in the order in which they are bound.
 *
 * <p>A reader of all, or of one project, is served by one walk, along the positions or the index of projects. A reader of
 * some projects gets the walks of each of them and of those without a project, which SQLite merges: the page stays full
 * and costs what it holds, however little of the log is the reader's. Where there are more projects than a statement may
 * have parts, it is one walk along the positions that leaves the others out.
 */
record Page(HistoryQuery query, boolean isAlongPositions) {
    Page(HistoryQuery query) {
        this(query, false);
    }

    /** The same by one walk, which needs no index. */
    Page alongPositions() {
        return new Page(query, true);
    }

    /** The rest of the same page, from the position on. */
    Page from(Position position) {
        HistoryQuery rest = new HistoryQuery(
                query.reach(),
                query.project(),
                query.types(),
                query.newestFirst() ? query.after() : position,
                query.newestFirst() ? position : query.before(),
                query.limit(),
                query.newestFirst());
        return new Page(rest, isAlongPositions);
    }

    /** Walks that are merged; SQLite takes at most 500 in one statement. */
    static final int WALKS_MAX = 200;

    /** What all walks may bind together; SQLite takes at most 32,766 in one statement. */
    private static final int BINDINGS_MAX = 20_000;

    /**
     * What was found.
     *
     * @param next where the next page begins, null when there is none
     * @param isDamaged whether rows were passed by, or pages that cannot be read
     */
    record Found(List<Event> events, @Nullable Position next, boolean isDamaged) {}

    /** Whether no index leads to what is asked for, but blocks do. */
    boolean isOfSomeTypes() {
        return query.project() == null && query.reach().isEveryProject() && isTyped();
    }

    Found walk(Connection connection, Rows rows, Budget budget, Damage damage) throws SQLException {
        Statement statement = statement();
        RowSum sum = new RowSum();
        Passed passed = new Passed();
        try (PreparedStatement select = connection.prepareStatement(statement.sql.toString())) {
            statement.bind(select, rows);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    if (passed.rows >= Math.min(query.limit(), budget.eventsMax())
                            || passed.rows > 0 && passed.bytes >= budget.bytesMax()) {
                        return passed.andMore();
                    }
                    passed.take(rows.read(result, sum), damage);
                }
            }
        } catch (SQLException fault) {
            // What was found before is answered; the next page begins with what cannot be read.
            SQLiteErrorCode code = Faults.primary(fault);
            boolean isCorrupt = Faults.isUnreadable(fault);
            if (passed.rows == 0 || !isCorrupt && code != SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw fault;
            }
            passed.isDamaged |= isCorrupt;
            return passed.andMore();
        }
        return new Found(passed.events, null, passed.isDamaged);
    }

    /** What a walk has passed. Each row must lie beyond the one before, else pages of a damaged file would never end. */
    private final class Passed {
        private final List<Event> events = new ArrayList<>();
        /** The last sound row; where the page began when there is none. */
        private @Nullable Position sound = query.newestFirst() ? query.before() : query.after();

        private @Nullable Position damaged;
        private boolean isDamaged;
        private long bytes;
        private int rows;

        void take(Rows.Row row, Damage damage) {
            rows++;
            Event event = row.event();
            if (event != null && isAskedFor(event) && isBeyond(row.position(), sound)) {
                sound = row.position();
                events.add(event);
                bytes += event.json().length;
                return;
            }
            isDamaged = true;
            damage.row(row.position());
            if (isBeyond(row.position(), damaged == null ? sound : damaged)) {
                damaged = row.position();
            }
        }

        /** Else a damaged index has led to it. */
        private boolean isAskedFor(Event event) {
            return query.takes(event.type()) && query.takes(event.project());
        }

        private boolean isBeyond(Position position, @Nullable Position last) {
            return last == null || (query.newestFirst() ? last.isAfter(position) : position.isAfter(last));
        }

        /** A page of nothing but damaged rows goes on behind them; null when even they are out of order. */
        Found andMore() {
            return new Found(events, events.isEmpty() ? damaged : sound, isDamaged);
        }
    }

    /** Whether the reader may read nothing of what is asked. */
    boolean isEmpty() {
        boolean isOthers = query.project() != null && !query.takes(query.project());
        return isOthers || isTyped() && types().isEmpty();
    }

    private Statement statement() {
        boolean isOfSome = query.project() == null && !query.reach().isEveryProject();
        Statement statement = new Statement();
        if (!isOfSome) {
            statement.add("SELECT " + Rows.COLUMNS + " FROM event").where(this);
            ProjectId project = query.project();
            if (project != null) {
                statement
                        .add(isAlongPositions ? " AND +project = ?" : " AND project = ?")
                        .with(project.value());
            }
            statement.types(this);
        } else if (isMergeable()) {
            merged(statement);
        } else {
            statement.add("SELECT " + Rows.COLUMNS + " FROM event").where(this);
            // The plus keeps SQLite from the index of projects, whose order is not that of the positions.
            statement
                    .add(" AND (project IS NULL OR +project")
                    .in(query.reach().projects().stream()
                            .<Object>map(ProjectId::value)
                            .toList());
            statement.add(")").types(this);
        }
        return statement.add(order()).add(" LIMIT ?").with(query.limit() + 1);
    }

    private boolean isMergeable() {
        if (isAlongPositions) {
            return false;
        }
        int walks = query.reach().projects().size() + 1;
        int each = 3 + (isTyped() ? types().size() : 0);
        return walks <= WALKS_MAX && walks * each <= BINDINGS_MAX;
    }

    /** The positions from the index alone, then the rows of those that the page holds. */
    private void merged(Statement statement) {
        statement.add("SELECT " + Rows.COLUMNS + " FROM event WHERE position IN (SELECT position FROM event");
        statement.where(this).add(" AND project IS NULL").types(this);
        for (ProjectId project : query.reach().projects()) {
            statement.add(" UNION ALL SELECT position FROM event").where(this);
            statement.add(" AND project = ?").with(project.value()).types(this);
        }
        statement.add(order()).add(" LIMIT ?").with(query.limit() + 1).add(")");
    }

    private String order() {
        return " ORDER BY position" + (query.newestFirst() ? " DESC" : "");
    }

    private boolean isTyped() {
        return !query.types().isEmpty() || !query.reach().isEveryType();
    }

    /** Those asked for that may be read. */
    List<EventType> types() {
        Set<EventType> wanted = query.types().isEmpty() ? query.reach().types() : query.types();
        return wanted.stream().filter(query::takes).toList();
    }

    /** The text and what its marks stand for, written side by side. */
    private static final class Statement {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> bindings = new ArrayList<>();

        Statement add(String text) {
            sql.append(text);
            return this;
        }

        Statement with(Object value) {
            bindings.add(value);
            return this;
        }

        Statement in(List<Object> values) {
            add(" IN (?" + ", ?".repeat(values.size() - 1) + ")");
            values.forEach(this::with);
            return this;
        }

        Statement where(Page page) {
            add(" WHERE position > ?").with(page.query.after().packed());
            Position before = page.query.before();
            return before == null ? this : add(" AND position < ?").with(before.packed());
        }

        /** The plus keeps SQLite from sorting by type what it finds in the order of positions anyway. */
        Statement types(Page page) {
            return page.isTyped() ? add(" AND +type").in(List.copyOf(page.types())) : this;
        }

        void bind(PreparedStatement select, Rows rows) throws SQLException {
            int index = 1;
            for (Object value : bindings) {
                switch (value) {
                    case EventType type -> rows.bindType(select, index, type);
                    case String text -> select.setString(index, text);
                    case Long number -> select.setLong(index, number);
                    case Integer number -> select.setInt(index, number);
                    default -> throw new IllegalStateException("nothing else is bound");
                }
                index++;
            }
        }
    }
}
