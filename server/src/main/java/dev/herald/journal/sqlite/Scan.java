package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Bounds;
import dev.herald.journal.Budget;
import dev.herald.journal.Slice;
import dev.herald.journal.Start;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/**
 * One walk along the positions, which becomes a slice. It looks at each row whether its checksum holds and whether it
 * follows the one before; stretches in which nothing is that is wanted are passed by unread. Where a row does not hold,
 * there is a hole. A walk that has passed a sound row ends before the next hole, so that a slice has one only at its
 * beginning; one that begins with a hole goes around it. Used once, by one thread.
 */
final class Scan {
    /** So many unreadable places are gone around at once; the next read goes on. */
    private static final int PLACES_MAX = 4;

    private final Rows rows;
    private final Reach wanted;
    private final Blocks.Wanted wantedBlocks;
    private final Budget budget;
    private final Damage damage;
    private final RowSum sum = new RowSum();
    private final List<Event> found = new ArrayList<>();
    private Position from = Position.ORIGIN;
    private Position reached = Position.ORIGIN;
    /** Rows up to here are not what was asked for; only in a damaged file are there any. */
    private Position asked = Position.ORIGIN;

    private boolean isWhole;
    /** What the next row says of the one before it, when none is missing. */
    private int link;
    /** What precedes the next row is damaged: there is a hole already, and nothing to compare with. */
    private boolean isAfterHole;

    private boolean hasPassed;
    private long bytes;

    Scan(Rows rows, Reach wanted, Budget budget, Damage damage) {
        this.rows = rows;
        this.wanted = wanted;
        wantedBlocks = rows.wanted(wanted);
        this.budget = budget;
        this.damage = damage;
    }

    /**
     * @param after the position asked for, or where the log ends before it
     * @param before where the event stands that precedes the first row, or where the log was begun: between there and
     *     the start there is none
     */
    void from(Position after, Start start, Position before) {
        asked = start.from().isAfter(after) ? start.from() : after;
        from = start.from();
        reached = before;
        isWhole = start.isWhole();
        link = RowSum.link(before);
    }

    void run(Readers.Reader reader, Position newest) throws SQLException {
        for (int i = 0; i < PLACES_MAX; i++) {
            try {
                if (walk(reader) && newest.isAfter(reached) && !hasPassed) {
                    damage.unreadable(reached, newest);
                    hole(newest);
                }
                return;
            } catch (SQLException fault) {
                boolean isUnreadable = Faults.isUnreadable(fault);
                boolean isOver = Faults.primary(fault) == SQLiteErrorCode.SQLITE_INTERRUPT;
                if ((hasPassed || reached.isAfter(asked)) && (isOver || isUnreadable)) {
                    return;
                }
                if (!isUnreadable) {
                    throw fault;
                }
                Position beyond = Detour.beyond(reader.connection(), reached, newest);
                damage.unreadable(reached, beyond);
                hole(beyond);
            }
        }
    }

    /** Answers whether it has come to the end of the log. */
    private boolean walk(Readers.Reader reader) throws SQLException {
        if (wantedBlocks.isEverything()) {
            return walkTo(reader, Long.MAX_VALUE);
        }
        boolean isGoingOn = true;
        while (isGoingOn && !isFull()) {
            Blocks.Block block = reader.blockFrom(reached.packed() + 1);
            if (block == null) {
                return walkTo(reader, Long.MAX_VALUE);
            }
            boolean isInside = block.after() <= reached.packed();
            if (isInside && !wantedBlocks.mayBeIn(block)) {
                pass(new Position(block.upto()));
                isGoingOn = !reader.deadline().isOver();
            } else {
                isGoingOn = walkTo(reader, isInside ? block.upto() : block.after());
            }
        }
        return false;
    }

    /** Answers whether to go on from there. */
    private boolean walkTo(Readers.Reader reader, long end) throws SQLException {
        PreparedStatement select = reader.readOn().ready();
        select.setLong(1, reached.packed());
        select.setLong(2, end);
        try (ResultSet result = select.executeQuery()) {
            while (result.next()) {
                if (!take(rows.read(result, sum)) || isFull()) {
                    return false;
                }
            }
        }
        if (end == Long.MAX_VALUE || reached.packed() >= end) {
            return true;
        }
        // A block begins and ends with an event: that one is missing.
        damage.hole(reached, new Position(end));
        if (hasPassed) {
            return false;
        }
        hole(new Position(end));
        return true;
    }

    /** Nothing that is wanted is up to there. */
    private void pass(Position upto) {
        hasPassed = true;
        isAfterHole = false;
        reached = upto;
        link = RowSum.link(upto);
    }

    /** Answers whether to go on. */
    private boolean take(Rows.Row row) {
        if (!hasPassed && !row.position().isAfter(asked)) {
            damage.hole(row.position(), asked);
            hole(asked);
            return true;
        }
        Event event = row.event();
        boolean isInOrder = row.position().isAfter(reached);
        if (event == null || !isInOrder) {
            damage.row(row.position());
            if (hasPassed) {
                return false;
            }
            hole(isInOrder ? row.position() : reached);
            return true;
        }
        if (row.link() != link && !isAfterHole) {
            damage.hole(reached, row.position());
            if (hasPassed) {
                return false;
            }
            isWhole = false;
        }
        hasPassed = true;
        isAfterHole = false;
        reached = row.position();
        link = RowSum.link(reached);
        if (wanted.covers(event)) {
            found.add(event);
            bytes += event.json().length;
        }
        return true;
    }

    private void hole(Position upTo) {
        isWhole = false;
        isAfterHole = true;
        from = upTo;
        reached = upTo;
    }

    private boolean isFull() {
        return !found.isEmpty() && (found.size() >= budget.eventsMax() || bytes >= budget.bytesMax());
    }

    Slice slice(Bounds bounds) {
        return new Slice(found, bounds.floor(), isWhole, from, reached, bounds.oldest());
    }
}
