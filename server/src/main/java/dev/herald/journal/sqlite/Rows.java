package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
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
    static final String COLUMNS = "position, type, project, rooms, source, subject, cause, key, json";
    static final String INSERT = "INSERT INTO event(" + COLUMNS + ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final TypeColumn types;

    Rows(TypeColumn types) {
        this.types = types;
    }

    void bind(PreparedStatement insert, Event event) throws SQLException {
        ProjectId project = event.project();
        Position cause = event.cause();
        insert.setLong(1, event.position().packed());
        types.bind(insert, 2, event.type());
        insert.setString(3, project == null ? null : project.value());
        insert.setString(4, rooms(event));
        insert.setString(5, event.source());
        insert.setString(6, event.subject());
        if (cause == null) {
            insert.setNull(7, Types.INTEGER);
        } else {
            insert.setLong(7, cause.packed());
        }
        insert.setString(8, event.idempotencyKey());
        insert.setBytes(9, event.json());
    }

    void bindType(PreparedStatement statement, int index, EventType type) throws SQLException {
        types.bind(statement, index, type);
    }

    Event read(ResultSet row) throws SQLException {
        String projectText = row.getString(3);
        ProjectId project = projectText == null ? null : new ProjectId(projectText);
        long causePacked = row.getLong(7);
        Position cause = row.wasNull() ? null : new Position(causePacked);
        return new Event(
                new Position(row.getLong(1)),
                types.read(row, 2),
                project,
                rooms(row.getString(4), project),
                row.getString(5),
                row.getString(6),
                cause,
                row.getString(8),
                row.getBytes(9));
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
