package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the page draws of a project's flow, as of its position and of one moment. Immutable.
 *
 * @param days the cumulative flow and the burn-up, a row for each calendar day that the window touches
 * @param items the leaves in progress, the oldest first
 * @param percentiles the age at which those finished in the last 90 days left each state of work in progress
 * @param scatter those finished in the window, in order
 */
public record FlowCharts(List<Day> days, List<Item> items, Map<Status, Percentiles> percentiles, List<Done> scatter) {
    /** How many leaves were in each state at the end of a day, or at the moment for the last. */
    public record Day(LocalDate day, int todo, int inProgress, int inReview, int blocked, int done) {
        /** Leaves that are not cancelled. */
        public int scope() {
            return todo + inProgress + inReview + blocked + done;
        }
    }

    /** @param ageSeconds since it was started */
    public record Item(String taskId, Status status, double ageSeconds) {}

    public record Done(String taskId, long completedAtMillis, double cycleTimeSeconds) {}

    private static final Status[] STATES = {Status.IN_PROGRESS, Status.IN_REVIEW, Status.BLOCKED};

    public static FlowCharts of(ProjectWork work, Window.Timeframe timeframe, long atMillis) {
        List<Leaf> leaves = work.leaves().stream().map(Leaf::of).toList();
        ZoneId zone = work.project().zone();
        Window window = Window.ending(atMillis, timeframe, zone);
        Finished lately = Finished.in(Window.ending(atMillis, Window.Timeframe.QUARTER, zone), leaves);
        return new FlowCharts(
                days(leaves, window), items(leaves, atMillis), percentiles(lately), scatter(leaves, window));
    }

    private static List<Day> days(List<Leaf> leaves, Window window) {
        ZoneId zone = window.zone();
        LocalDate first =
                Instant.ofEpochMilli(window.fromMillis() + 1).atZone(zone).toLocalDate();
        LocalDate last = Instant.ofEpochMilli(window.toMillis()).atZone(zone).toLocalDate();
        List<LocalDate> dates = first.datesUntil(last.plusDays(1)).toList();
        long[] ends = new long[dates.size()];
        for (int i = 0; i < ends.length; i++) {
            long midnight =
                    dates.get(i).plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
            ends[i] = Math.min(midnight - 1, window.toMillis());
        }
        Days counts = Days.of(leaves, ends);
        List<Day> days = new ArrayList<>(ends.length);
        for (int i = 0; i < ends.length; i++) {
            days.add(new Day(
                    dates.get(i),
                    counts.count(Status.TODO, i),
                    counts.count(Status.IN_PROGRESS, i),
                    counts.count(Status.IN_REVIEW, i),
                    counts.count(Status.BLOCKED, i),
                    counts.count(Status.DONE, i)));
        }
        return days;
    }

    private static List<Item> items(List<Leaf> leaves, long atMillis) {
        List<Item> items = new ArrayList<>();
        for (Leaf leaf : leaves) {
            if (leaf.isInProgress()) {
                items.add(new Item(leaf.task().id(), leaf.task().status(), leaf.age(atMillis)));
            }
        }
        items.sort((one, other) -> Double.compare(other.ageSeconds(), one.ageSeconds()));
        return List.copyOf(items);
    }

    private static Map<Status, Percentiles> percentiles(Finished lately) {
        Map<Status, Percentiles> percentiles = new EnumMap<>(Status.class);
        for (Status state : STATES) {
            double[] ages = lately.leaves().stream()
                    .map(leaf -> leaf.ageAtLeaving(state))
                    .filter(Objects::nonNull)
                    .mapToDouble(age -> Objects.requireNonNull(age))
                    .toArray();
            percentiles.put(state, Percentiles.of(ages));
        }
        return percentiles;
    }

    private static List<Done> scatter(List<Leaf> leaves, Window window) {
        return Finished.in(window, leaves).leaves().stream()
                .map(leaf -> {
                    Position end = Finished.end(leaf);
                    return new Done(leaf.task().id(), end.epochMillis(), leaf.cycleTime());
                })
                .toList();
    }
}
