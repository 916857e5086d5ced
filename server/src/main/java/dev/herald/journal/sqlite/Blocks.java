package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What occurs in each stretch of the log, so that a reader who wants little passes by whole stretches: for every thousand
 * events or so one row of {@code block} with the types and projects among them, as sets that may say yes too often and
 * never say no wrongly. A stretch without a block, which the end of each run of the program leaves, is simply read.
 *
 * <p>The writer gathers the open block as it appends, and writes it in the transaction of the batch that fills it. One
 * thread.
 */
final class Blocks {
    /** As it is told. */
    static final String NAME = "table of stretches";

    static final String TABLE = "CREATE TABLE IF NOT EXISTS block(upto INTEGER PRIMARY KEY, after INTEGER NOT NULL,"
            + " types INTEGER NOT NULL, p0 INTEGER NOT NULL, p1 INTEGER NOT NULL, p2 INTEGER NOT NULL,"
            + " p3 INTEGER NOT NULL)";
    static final String COLUMNS = "after, upto, types, p0, p1, p2, p3";
    /** A block is full when it has so many events; it may have those of one batch more. */
    static final int EVENTS = 1_024;

    private final PreparedStatement insert;
    private final PreparedStatement remove;
    private final TypeColumn column;
    private final Marks open = new Marks();
    private int events;
    private @Nullable Position after;

    Blocks(Connection connection, TypeColumn column) throws SQLException {
        this.column = column;
        insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO block(" + COLUMNS + ") VALUES(?, ?, ?, ?, ?, ?, ?)");
        remove = connection.prepareStatement("DELETE FROM block WHERE upto <= ?");
    }

    /** Inside the transaction that appends the batch. */
    void append(List<Event> batch, Position before) throws SQLException {
        if (after == null) {
            after = before;
        }
        for (Event event : batch) {
            open.add(column.mark(event.type()), event.project());
        }
        events += batch.size();
        if (events >= EVENTS) {
            insert.setLong(1, after.packed());
            insert.setLong(2, batch.getLast().position().packed());
            insert.setLong(3, open.types);
            for (int i = 0; i < Marks.WORDS; i++) {
                insert.setLong(4 + i, open.projects[i]);
            }
            insert.executeUpdate();
            open.clear();
            events = 0;
            after = null;
        }
    }

    /** Inside the transaction that removes the events up to the position. */
    void trim(Position upTo) throws SQLException {
        remove.setLong(1, upTo.packed());
        remove.executeUpdate();
    }

    /** Sets of types and projects in a few bits. */
    static final class Marks {
        static final int WORDS = 4;
        /** Something of no project is there, which is everybody's. */
        private static final long PROJECTLESS = 1L << 63;

        private long types;
        private final long[] projects = new long[WORDS];

        void add(long type, @Nullable ProjectId project) {
            types |= type;
            if (project == null) {
                types |= PROJECTLESS;
            } else {
                int hash = spread(project);
                projects[hash & 3] |= 1L << (hash >>> 2);
                projects[hash >>> 8 & 3] |= 1L << (hash >>> 10);
            }
        }

        void clear() {
            types = 0;
            Arrays.fill(projects, 0);
        }

        private static int spread(ProjectId project) {
            int mixed = project.value().hashCode() * 0x9E3779B9;
            return mixed ^ mixed >>> 15;
        }
    }

    /**
     * What a reader looks for in blocks.
     *
     * @param types bits of the types, all ones for any
     * @param projects null for any
     */
    record Wanted(long types, @Nullable List<ProjectId> projects) {
        static Wanted of(Reach reach, TypeColumn column) {
            long types = 0;
            for (EventType type : reach.types()) {
                types |= column.mark(type);
            }
            return new Wanted(
                    reach.isEveryType() ? ~Marks.PROJECTLESS : types,
                    reach.isEveryProject() ? null : List.copyOf(reach.projects()));
        }

        boolean isEverything() {
            return types == ~Marks.PROJECTLESS && projects == null;
        }

        boolean mayBeIn(Block block) {
            if ((block.types & types & ~Marks.PROJECTLESS) == 0) {
                return false;
            }
            if (projects == null || (block.types & Marks.PROJECTLESS) != 0) {
                return true;
            }
            for (ProjectId project : projects) {
                int hash = Marks.spread(project);
                if ((block.projects[hash & 3] & 1L << (hash >>> 2)) != 0
                        && (block.projects[hash >>> 8 & 3] & 1L << (hash >>> 10)) != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The block that the result stands at; of {@link #COLUMNS}. */
    static Block block(ResultSet row) throws SQLException {
        long[] projects = new long[Marks.WORDS];
        for (int i = 0; i < projects.length; i++) {
            projects[i] = row.getLong(4 + i);
        }
        return new Block(row.getLong(1), row.getLong(2), row.getLong(3), projects);
    }

    /** A stretch of the log, after a position and up to another. */
    record Block(long after, long upto, long types, long[] projects) {}
}
