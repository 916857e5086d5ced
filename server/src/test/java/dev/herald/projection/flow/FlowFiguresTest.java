package dev.herald.projection.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.event.Position;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import dev.herald.projection.work.Status;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FlowFiguresTest {
    private static final double HOUR = 3_600;
    private static final Offset<Double> CLOSE = within(1e-9);

    private final Tasks tasks = new Tasks("Europe/Berlin")
            .task("whole", null, 5.0, "2026-03-01T09:00 todo")
            .task("a", "whole", 2.0, "2026-03-01T09:00 todo", "2026-03-02T09:00 in_progress", "2026-03-02T12:00 done")
            .task(
                    "b",
                    "whole",
                    3.0,
                    "2026-03-01T09:00 todo",
                    "2026-03-02T10:00 in_progress",
                    "2026-03-02T11:00 blocked",
                    "2026-03-02T13:00 in_review",
                    "2026-03-02T14:00 done")
            .task("c", null, 1.0, "2026-03-02T08:00 in_progress", "2026-03-02T09:00 done", "2026-03-03T09:00 todo")
            .task("d", null, 8.0, "2026-03-02T08:00 todo", "2026-03-03T08:00 cancelled")
            .task("e", null, 4.0, "2026-03-02T08:00 done", "2026-03-02T10:00 in_progress", "2026-03-03T10:00 done")
            .task("f", null, 2.0, "2026-03-03T07:00 blocked")
            .task("g", null, 1.0, "2026-03-01T07:00 todo", "2026-03-02T07:00 done", "2026-03-03T07:00 gone");
    private final FlowFigures figures = new FlowFigures(tasks.work(), tasks.millis("2026-03-03T12:00"), 0);

    @Test
    void progressIsByEstimateWhereEachLeafHasOne() {
        // Leaves that are not cancelled: a 2, b 3, c 1, e 4, f 2; done are a, b, e.
        Figure progress = figure(FigureName.PROGRESS);
        assertThat(progress.value()).isEqualTo(100 * 9.0 / 12, CLOSE);
        assertThat(progress.n()).isEqualTo(5);
    }

    @Test
    void progressCountsLeavesWhereOneHasNoEstimate() {
        tasks.task("h", null, null, "2026-03-03T07:00 todo");
        FlowFigures with = new FlowFigures(tasks.work(), tasks.millis("2026-03-03T12:00"), 0);
        assertThat(with.figure(FigureName.PROGRESS, Window.Timeframe.WEEK).value())
                .isEqualTo(50, CLOSE);
    }

    @Test
    void anEstimateThatChangesWhileATaskIsBlockedIsNoEventOfItsBlocking() {
        Tasks one = new Tasks("UTC")
                .task(
                        "a",
                        null,
                        1.0,
                        "2026-03-02T08:00 blocked",
                        "2026-03-02T09:00 blocked 5",
                        "2026-03-02T10:00 in_review",
                        "2026-03-02T12:00 done");
        Figure.Detail share = new FlowFigures(one.work(), one.millis("2026-03-03T12:00"), 0)
                .detail(FigureName.BLOCKED_SHARE, Window.Timeframe.WEEK);
        assertThat(share.figure().value()).isEqualTo(0.5, CLOSE);
        assertThat(share.events().stream().map(Position::epochMillis))
                .containsExactly(
                        one.millis("2026-03-02T08:00"), one.millis("2026-03-02T10:00"), one.millis("2026-03-02T12:00"));
    }

    @Test
    void whatWasReopenedIsNotFinishedAndWhatIsDeletedNeverWas() {
        Figure.Detail throughput = figures.detail(FigureName.THROUGHPUT, Window.Timeframe.WEEK);
        assertThat(throughput.figure().value()).isEqualTo(3);
        assertThat(throughput.series()).hasSize(8);
        assertThat(throughput.series().stream().map(Figure.Sample::value))
                .containsExactly(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0);
        assertThat(throughput.events()).hasSize(3).isSorted();
    }

    @Test
    void timesAreElapsedSeconds() {
        assertThat(figure(FigureName.CYCLE_TIME_P50).value()).isEqualTo(4 * HOUR, CLOSE);
        assertThat(figure(FigureName.CYCLE_TIME_P85).value()).isNull();
        assertThat(figure(FigureName.CYCLE_TIME_P85).reason()).contains("fewer than 5");
        // a 27 h, b 29 h, e 26 h
        assertThat(figure(FigureName.LEAD_TIME_P50).value()).isEqualTo(27 * HOUR, CLOSE);
        assertThat(figure(FigureName.BLOCKED_SHARE).value()).isEqualTo(2.0 / (3 + 4 + 26), CLOSE);
        assertThat(figure(FigureName.REOPENED_SHARE).value()).isEqualTo(1.0 / 3, CLOSE);
        assertThat(figure(FigureName.VELOCITY).value()).isEqualTo(9.0 / 7, CLOSE);
    }

    @Test
    void countsAreOfTheMoment() {
        assertThat(figure(FigureName.WORK_IN_PROGRESS).value()).isEqualTo(1);
        assertThat(figure(FigureName.CANCELLED).value()).isEqualTo(1);
        assertThat(figures.detail(FigureName.WORK_IN_PROGRESS, Window.Timeframe.WEEK)
                        .points())
                .containsExactly(new Figure.Point(tasks.millis("2026-03-03T07:00"), 5 * HOUR, "f"));
    }

    @Test
    void nothingAtAllHasReasons() {
        FlowFigures none = new FlowFigures(new Tasks("UTC").work(), 1_000_000_000_000L, 0);
        for (FigureName name : FlowFigures.NAMES) {
            Figure figure = none.figure(name, Window.Timeframe.MONTH);
            boolean isCount = List.of(
                            FigureName.THROUGHPUT,
                            FigureName.VELOCITY,
                            FigureName.WORK_IN_PROGRESS,
                            FigureName.CANCELLED,
                            FigureName.OVERDUE)
                    .contains(name);
            assertThat(figure.value()).as(name.wireName()).isEqualTo(isCount ? 0.0 : null);
        }
    }

    @Test
    void chartsShowEachDayAsItWas() {
        FlowCharts charts = FlowCharts.of(tasks.work(), Window.Timeframe.WEEK, tasks.millis("2026-03-03T12:00"));
        assertThat(charts.days()).hasSize(8);
        FlowCharts.Day first = charts.days().get(5);
        assertThat(first).isEqualTo(new FlowCharts.Day(LocalDate.parse("2026-03-01"), 2, 0, 0, 0, 0));
        // At the end of the second a, b and c are done, d is to do, e is in progress.
        assertThat(charts.days().get(6)).isEqualTo(new FlowCharts.Day(LocalDate.parse("2026-03-02"), 1, 1, 0, 0, 3));
        // d is cancelled from here on, c was opened again.
        FlowCharts.Day last = charts.days().get(7);
        assertThat(last).isEqualTo(new FlowCharts.Day(LocalDate.parse("2026-03-03"), 1, 0, 0, 1, 3));
        assertThat(last.scope()).isEqualTo(5);
        assertThat(charts.items()).containsExactly(new FlowCharts.Item("f", Status.BLOCKED, 5 * HOUR));
        Percentiles inProgress = charts.percentiles().get(Status.IN_PROGRESS);
        // a left it at 3 h, b for the last time at 1 h, e at 26 h
        assertThat(inProgress.p50()).isEqualTo(3 * HOUR, CLOSE);
        assertThat(inProgress.n()).isEqualTo(3);
        assertThat(charts.scatter()).extracting(FlowCharts.Done::taskId).containsExactly("a", "b", "e");
    }

    private Figure figure(FigureName name) {
        return figures.figure(name, Window.Timeframe.WEEK);
    }
}
