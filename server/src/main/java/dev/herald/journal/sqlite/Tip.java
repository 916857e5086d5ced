package dev.herald.journal.sqlite;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Bounds;
import java.sql.SQLException;
import java.util.List;

/** What is known of the file without asking it. */
record Tip(Bounds bounds, Writer.Counted counted) {
    /** As the file says it. */
    static Tip look(Writer writer) throws SQLException {
        Position trimmed = writer.trimmed();
        Position kept = writer.newestKept();
        Position newest = kept.isAfter(trimmed) ? kept : trimmed;
        return new Tip(new Bounds(writer.begun(), trimmed, writer.oldest(), newest), writer.counted());
    }

    Tip appended(List<Event> events) {
        long bytes = 0;
        for (Event event : events) {
            bytes += event.json().length;
        }
        Position first = events.getFirst().position();
        Position oldest = bounds.oldest().equals(Position.ORIGIN) ? first : bounds.oldest();
        Position newest = events.getLast().position();
        return new Tip(
                new Bounds(bounds.begun(), bounds.trimmed(), oldest, newest), counted.plus(events.size(), bytes));
    }
}
