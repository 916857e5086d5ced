package dev.herald.journal.sqlite;

import dev.herald.event.CustomType;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between a type and its column: a number for those of the vocabulary, the text for custom ones. Any thread. */
final class TypeColumn {
    private static final int KNOWN_MARKS = 47;
    private static final int CUSTOM_MARKS = 16;

    private final Map<KnownType, Integer> numbers = new EnumMap<>(KnownType.class);
    private final Map<Integer, KnownType> types = new HashMap<>();

    static TypeColumn load(Connection connection) throws SQLException {
        TypeColumn types = new TypeColumn();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, name FROM type")) {
            while (row.next()) {
                String name = row.getString(2);
                if (name != null && EventType.parse(name).orElse(null) instanceof KnownType type) {
                    types.numbers.put(type, row.getInt(1));
                    types.types.put(row.getInt(1), type);
                }
            }
        }
        return types;
    }

    /** Whether each type of the vocabulary has its number; else the table of them is damaged, for all are put there. */
    boolean isWhole() {
        return numbers.size() == KnownType.values().length;
    }

    /** A bit for the type: for a known one by its number, which the file keeps; custom ones share some. */
    long mark(EventType type) {
        return switch (type) {
            case KnownType known -> 1L << numbers.getOrDefault(known, 0) % KNOWN_MARKS;
            case CustomType custom ->
                1L << KNOWN_MARKS + Math.floorMod(custom.wireName().hashCode(), CUSTOM_MARKS);
        };
    }

    void bind(PreparedStatement statement, int index, EventType type) throws SQLException {
        switch (type) {
            case KnownType known -> {
                Integer number = numbers.get(known);
                if (number == null) {
                    statement.setString(index, known.wireName());
                } else {
                    statement.setInt(index, number);
                }
            }
            case CustomType custom -> statement.setString(index, custom.wireName());
        }
    }

    /** Null when it is none that we know, which is for the row's checksum to explain. */
    @Nullable
    EventType read(ResultSet row, int index) throws SQLException {
        Object column = row.getObject(index);
        if (column instanceof Integer number) {
            return types.get(number);
        }
        boolean isCustom = column instanceof String;
        return isCustom ? EventType.parse(column.toString()).orElse(null) : null;
    }
}
