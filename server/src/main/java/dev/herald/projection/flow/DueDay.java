package dev.herald.projection.flow;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The calendar day of a due date, which is given as a day or as a moment. */
public final class DueDay {
    private static final int DAY_LENGTH = "2026-11-20".length();

    private DueDay() {}

    /**
     * The day, in the zone where a moment was given; null for no due date, and for a text that is neither, which only a
     * log from before the door checked it may hold.
     */
    public static @Nullable LocalDate of(@Nullable String dueDate, ZoneId zone) {
        if (dueDate == null) {
            return null;
        }
        try {
            return dueDate.length() == DAY_LENGTH
                    ? LocalDate.parse(dueDate)
                    : OffsetDateTime.parse(dueDate).atZoneSameInstant(zone).toLocalDate();
        } catch (DateTimeException neither) {
            return null;
        }
    }
}
