package dev.herald.projection.delivery;

import dev.herald.projection.Members;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What folds read of an event's data in the same way. */
final class Read {
    private Read() {}

    /** A moment as RFC 3339 writes it, in epoch milliseconds; null where there is none. */
    static @Nullable Long moment(Members data, String name) {
        String text = data.text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException none) {
            // The door checks moments; a log from before it did may hold another text.
            return null;
        }
    }

    /** The member where it is there, null clearing it, else what it was. */
    static @Nullable String text(Members data, String name, @Nullable String before) {
        return data.has(name) ? data.text(name) : before;
    }

    static @Nullable Long whole(Members data, String name, @Nullable Long before) {
        return data.has(name) ? data.whole(name) : before;
    }
}
