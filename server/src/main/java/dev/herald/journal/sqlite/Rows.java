package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.journal.JournalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between an event and its row. Any thread. */
final class Rows {
    static final String COLUMNS = "position, type, project, rooms, source, subject, cause, key, json, checksum";
    static final String INSERT = "INSERT INTO event(" + COLUMNS + ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    /** No event is derived from this. */
    private static final long NO_CAUSE = -1;

    private static final byte[] NO_JSON = new byte[0];

    /**
     * A row that was read.
     *
     * @param link what it says of the event before, see {@link RowSum}
     * @param event null when its checksum does not hold
     */
    record Row(Position position, int link, @Nullable Event event) {}

    private final TypeColumn types;

    Rows(TypeColumn types) {
        this.types = types;
    }

    /** @param before where the event before stands, or the log's begin */
    void bind(PreparedStatement insert, Event event, Position before, RowSum sum) throws SQLException {
        ProjectId project = event.project();
        Position cause = event.cause();
        RowSum.Columns row = new RowSum.Columns(
                event.position().packed(),
                event.type().wireName(),
                project == null ? null : project.value(),
                rooms(event),
                event.source(),
                event.subject(),
                cause == null ? NO_CAUSE : cause.packed(),
                event.idempotencyKey(),
                event.json());
        insert.setLong(1, row.position());
        types.bind(insert, 2, event.type());
        insert.setString(3, row.project());
        insert.setString(4, row.rooms());
        insert.setString(5, row.source());
        insert.setString(6, row.subject());
        if (cause == null) {
            insert.setNull(7, Types.INTEGER);
        } else {
            insert.setLong(7, row.cause());
        }
        insert.setString(8, row.key());
        insert.setBytes(9, row.json());
        insert.setLong(10, sum.of(row, RowSum.link(before)));
    }

    /** What a reader of these looks for in blocks. */
    Blocks.Wanted wanted(Reach reach) {
        return Blocks.Wanted.of(reach, types);
    }

    void bindType(PreparedStatement statement, int index, EventType type) throws SQLException {
        types.bind(statement, index, type);
    }

    /** Null when it is none that we know. */
    @Nullable
    EventType readType(ResultSet row, int index) throws SQLException {
        return types.read(row, index);
    }

    /** The row that the result stands at; every row of {@link #COLUMNS} is read by this. */
    Row read(ResultSet row, RowSum sum) throws SQLException {
        EventType type = types.read(row, 2);
        RowSum.Columns columns = columns(row, type);
        long checksum = row.getLong(10);
        boolean isGood = !row.wasNull() && type != null && checksum == sum.of(columns, RowSum.linkOf(checksum));
        Position position = new Position(Math.max(0, columns.position()));
        return new Row(position, RowSum.linkOf(checksum), isGood ? event(position, type, columns) : null);
    }

    /** Whether its checksum holds for this type. */
    static boolean isOf(ResultSet row, EventType type, RowSum sum) throws SQLException {
        long checksum = row.getLong(10);
        return checksum == sum.of(columns(row, type), RowSum.linkOf(checksum));
    }

    /** What the row's checksum should be, for one that has none yet; null when it is of no type that we know. */
    @Nullable
    Long checksum(ResultSet row, Position before, RowSum sum) throws SQLException {
        EventType type = types.read(row, 2);
        return type == null ? null : sum.of(columns(row, type), RowSum.link(before));
    }

    private static RowSum.Columns columns(ResultSet row, @Nullable EventType type) throws SQLException {
        long cause = row.getLong(7);
        boolean isDerived = !row.wasNull();
        byte[] json = row.getBytes(9);
        return new RowSum.Columns(
                row.getLong(1),
                type == null ? "" : type.wireName(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                isDerived ? cause : NO_CAUSE,
                row.getString(8),
                json == null ? NO_JSON : json);
    }

    private static Event event(Position position, @Nullable EventType type, RowSum.Columns row) {
        String source = row.source();
        if (type == null || source == null) {
            throw new JournalException("the journal holds a row that no Herald has written");
        }
        ProjectId project = row.project() == null ? null : new ProjectId(row.project());
        return new Event(
                position,
                type,
                project,
                rooms(row.rooms(), project),
                source,
                row.subject(),
                row.cause() == NO_CAUSE ? null : new Position(row.cause()),
                row.key(),
                row.json());
    }

    private static Set<Room> usual(@Nullable ProjectId project) {
        return Set.of(project == null ? Room.GLOBAL : Room.project(project));
    }

    private static @Nullable String rooms(Event event) {
        return event.rooms().equals(usual(event.project()))
                ? null
                : event.rooms().stream().map(Room::toString).sorted().collect(Collectors.joining(" "));
    }

    private static Set<Room> rooms(@Nullable String text, @Nullable ProjectId project) {
        if (text == null) {
            return usual(project);
        }
        Set<Room> rooms = new HashSet<>();
        for (String name : text.split(" ")) {
            rooms.add(Room.parse(name)
                    .orElseThrow(() -> new JournalException("the journal's file is damaged: no room " + name)));
        }
        return rooms;
    }
}
