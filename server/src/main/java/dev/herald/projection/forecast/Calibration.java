package dev.herald.projection.forecast;

import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often the same method was right: as of each Monday of the last {@value #WEEKS} weeks whose {@value #DAYS} days are
 * over, from the events before it, it said how many leaves would be finished in them. Immutable.
 *
 * @param n on how many Mondays it could say so
 * @param hit50 the share of those on which at least as many were finished as it said with 50 percent; null without one
 * @param hit85 the same with 85 percent
 * @param hit95 the same with 95 percent
 */
public record Calibration(
        int n,
        @Nullable Double hit50,
        @Nullable Double hit85,
        @Nullable Double hit95) {
    static final int WEEKS = 26;
    static final int DAYS = 14;

    /**
     * @param deleted tasks that have been deleted since: the forecasts of the past knew them
     * @param atMillis of which moment, epoch milliseconds
     */
    public static Calibration of(ProjectWork work, List<Task> deleted, long atMillis) {
        ZoneId zone = work.project().zone();
        LocalDate today = Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate();
        List<Task> all = new ArrayList<>(work.all());
        all.addAll(deleted);
        Map<LocalDate, Integer> finished = finishedByDay(work, atMillis, zone);
        int n = 0;
        int[] hits = new int[3];
        LocalDate monday = today.minusWeeks(WEEKS).with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY));
        for (; !monday.plusDays(DAYS).isAfter(today); monday = monday.plusWeeks(1)) {
            long begin = monday.atStartOfDay(zone).toInstant().toEpochMilli();
            List<TaskAsOf> leaves = TaskAsOf.leaves(all, begin);
            DailyHistory history = DailyHistory.of(leaves, TaskAsOf.first(all, begin), monday, zone);
            if (history.lack() == null) {
                n++;
                int[] said = Simulation.within(history, DAYS, begin);
                int came = finishedWithin(finished, monday);
                for (int i = 0; i < said.length; i++) {
                    hits[i] += came >= said[i] ? 1 : 0;
                }
            }
        }
        return n == 0
                ? new Calibration(0, null, null, null)
                : new Calibration(n, (double) hits[0] / n, (double) hits[1] / n, (double) hits[2] / n);
    }

    private static int finishedWithin(Map<LocalDate, Integer> finished, LocalDate monday) {
        int came = 0;
        for (int day = 0; day < DAYS; day++) {
            came += finished.getOrDefault(monday.plusDays(day), 0);
        }
        return came;
    }

    private static Map<LocalDate, Integer> finishedByDay(ProjectWork work, long atMillis, ZoneId zone) {
        Map<LocalDate, Integer> finished = new HashMap<>();
        for (TaskAsOf leaf : TaskAsOf.leaves(work.all(), atMillis + 1)) {
            if (leaf.finishedMillis() != null) {
                LocalDate day =
                        Instant.ofEpochMilli(leaf.finishedMillis()).atZone(zone).toLocalDate();
                finished.merge(day, 1, Integer::sum);
            }
        }
        return finished;
    }
}
