package dev.herald.projection.forecast;

import dev.herald.projection.flow.DueDay;
import dev.herald.projection.work.ProjectWork;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the open leaves of a project will be done. Immutable.
 *
 * @param remaining leaves that are neither done nor cancelled
 * @param dates without new work; null where there is no forecast
 * @param dueDate the project's; null where it has none
 * @param withGrowth as many leaves come each day as came on the day drawn
 * @param cone how many leaves will be done by each day to come, those done today among them
 * @param n finished leaves in the days that were drawn from
 * @param reason why there is no forecast; null where there is one
 */
public record Forecast(
        int remaining,
        @Nullable Dates dates,
        @Nullable LocalDate dueDate,
        @Nullable Dates withGrowth,
        List<Cone> cone,
        int n,
        @Nullable String reason) {
    /**
     * The days by which that share of the runs was done; null where it is more than ten years ahead.
     *
     * @param probability of the due date: the share of runs that were done by its end; null without one
     */
    public record Dates(
            @Nullable LocalDate p50,
            @Nullable LocalDate p85,
            @Nullable LocalDate p95,
            @Nullable Double probability) {}

    /** So many leaves at least are done at the end of the day, in 50, 85 and 95 percent of the runs. */
    public record Cone(LocalDate day, int p50, int p85, int p95) {}

    /** A cone of more days would be drawn finer than a page shows. */
    static final int CONE_DAYS_MAX = 366;

    /**
     * @param atMillis of which moment, epoch milliseconds
     * @param seed the position, so that the same question gives the same answer
     */
    public static Forecast of(ProjectWork work, long atMillis, long seed) {
        ZoneId zone = work.project().zone();
        LocalDate today = Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate();
        List<TaskAsOf> leaves = TaskAsOf.leaves(work.all(), atMillis + 1);
        int done = (int)
                leaves.stream().filter(leaf -> leaf.finishedMillis() != null).count();
        int open = (int) leaves.stream().filter(leaf -> !leaf.isCancelled()).count() - done;
        DailyHistory history = DailyHistory.of(leaves, TaskAsOf.first(work.all(), atMillis + 1), today, zone);
        LocalDate due = DueDay.of(work.project().dueDate(), zone);
        String lack = open == 0 ? "nothing is open" : history.lack();
        if (lack != null) {
            return new Forecast(open, null, due, null, List.of(), history.finishedInAll(), lack);
        }
        Simulation plain = Simulation.of(history, open, false, seed);
        Simulation growing = Simulation.of(history, open, true, seed);
        return new Forecast(
                open,
                dates(plain, today, due),
                due,
                dates(growing, today, due),
                cone(history, open, done, plain, today, seed),
                history.finishedInAll(),
                null);
    }

    private static Dates dates(Simulation runs, LocalDate today, @Nullable LocalDate due) {
        Double probability = due == null ? null : (Double) runs.doneWithin(ChronoUnit.DAYS.between(today, due));
        return new Dates(
                day(today, runs.days(0.5)), day(today, runs.days(0.85)), day(today, runs.days(0.95)), probability);
    }

    private static @Nullable LocalDate day(LocalDate today, @Nullable Integer days) {
        return days == null ? null : today.plusDays(days);
    }

    private static List<Cone> cone(
            DailyHistory history, int open, int done, Simulation runs, LocalDate today, long seed) {
        Integer last = runs.days(0.95);
        int days = last == null ? CONE_DAYS_MAX : Math.min(CONE_DAYS_MAX, last);
        int[][] finished = Simulation.cone(history, open, days, seed);
        List<Cone> cone = new ArrayList<>(days);
        for (int day = 0; day < days; day++) {
            int[] at = finished[day];
            cone.add(new Cone(today.plusDays(day + 1L), done + at[0], done + at[1], done + at[2]));
        }
        return cone;
    }
}
