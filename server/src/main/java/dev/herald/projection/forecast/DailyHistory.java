package dev.herald.projection.forecast;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many leaves were finished and added on each of the days that are drawn from: the last {@value #DAYS_MAX} calendar
 * days, which end with yesterday and begin no earlier than the day of the first task.
 *
 * @param finished by day, oldest first
 * @param added by day
 */
record DailyHistory(int[] finished, int[] added) {
    static final int DAYS_MAX = 84;
    static final int DAYS_MIN = 14;
    static final int FINISHED_MIN = 10;

    /**
     * @param firstMillis when the first task was created; null where there is none
     * @param today the day after the last that counts
     */
    static DailyHistory of(List<TaskAsOf> leaves, @Nullable Long firstMillis, LocalDate today, ZoneId zone) {
        if (firstMillis == null) {
            return new DailyHistory(new int[0], new int[0]);
        }
        LocalDate first = Instant.ofEpochMilli(firstMillis).atZone(zone).toLocalDate();
        LocalDate from = today.minusDays(DAYS_MAX);
        LocalDate begin = first.isAfter(from) ? first : from;
        int days = (int) Math.max(0, ChronoUnit.DAYS.between(begin, today));
        int[] finished = new int[days];
        int[] added = new int[days];
        for (TaskAsOf leaf : leaves) {
            if (leaf.finishedMillis() != null) {
                count(finished, leaf.finishedMillis(), begin, zone);
            }
            if (!leaf.isCancelled()) {
                count(added, leaf.createdMillis(), begin, zone);
            }
        }
        return new DailyHistory(finished, added);
    }

    private static void count(int[] days, long millis, LocalDate begin, ZoneId zone) {
        long day = ChronoUnit.DAYS.between(
                begin, Instant.ofEpochMilli(millis).atZone(zone).toLocalDate());
        if (day >= 0 && day < days.length) {
            days[(int) day]++;
        }
    }

    int days() {
        return finished.length;
    }

    int finishedInAll() {
        int sum = 0;
        for (int day : finished) {
            sum += day;
        }
        return sum;
    }

    /** Why nothing can be drawn from it; null where it suffices. */
    @Nullable
    String lack() {
        if (days() < DAYS_MIN) {
            return "a forecast needs " + DAYS_MIN + " days since the first task, and there are " + days();
        }
        int inAll = finishedInAll();
        return inAll < FINISHED_MIN
                ? "a forecast needs " + FINISHED_MIN + " tasks finished in the last " + days() + " days, and there "
                        + (inAll == 1 ? "is 1" : "are " + inAll)
                : null;
    }
}
