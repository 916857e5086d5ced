package dev.herald.api.work;

import dev.herald.event.Rfc3339;
import dev.herald.projection.Percentiles;
import dev.herald.projection.flow.FlowCharts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is drawn of a project's flow, as it is shown: the members of an answer, in their order. */
record ShownFlow(List<Day> cumulative, List<Scope> burnUp, Aging aging, List<Done> scatter) {
    record Day(String day, int todo, int inProgress, int inReview, int blocked, int done) {}

    record Scope(String day, int scope, int done) {}

    record Aging(List<Item> items, Map<String, Percentiles> percentiles) {}

    record Item(String taskId, String status, double age) {}

    record Done(String taskId, String completedAt, double cycleTime) {}

    static ShownFlow of(FlowCharts charts) {
        Map<String, Percentiles> percentiles = new LinkedHashMap<>();
        charts.percentiles().forEach((status, of) -> percentiles.put(status.wireName(), of));
        return new ShownFlow(
                charts.days().stream()
                        .map(day -> new Day(
                                day.day().toString(),
                                day.todo(),
                                day.inProgress(),
                                day.inReview(),
                                day.blocked(),
                                day.done()))
                        .toList(),
                charts.days().stream()
                        .map(day -> new Scope(day.day().toString(), day.scope(), day.done()))
                        .toList(),
                new Aging(
                        charts.items().stream()
                                .map(item ->
                                        new Item(item.taskId(), item.status().wireName(), item.ageSeconds()))
                                .toList(),
                        percentiles),
                charts.scatter().stream()
                        .map(done -> new Done(
                                done.taskId(), Rfc3339.text(done.completedAtMillis()), done.cycleTimeSeconds()))
                        .toList());
    }
}
