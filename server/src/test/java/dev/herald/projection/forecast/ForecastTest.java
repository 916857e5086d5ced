package dev.herald.projection.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.projection.flow.Tasks;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-06-01");

    /** Each day one task was finished, for the days before today. */
    private static Tasks steady(int days) {
        Tasks tasks = new Tasks("UTC");
        for (int day = 1; day <= days; day++) {
            LocalDate date = TODAY.minusDays(day);
            tasks.task("d" + day, null, null, date + "T08:00 todo", date + "T09:00 done");
        }
        return tasks;
    }

    @Test
    void oneADayIsOneADay() {
        Tasks tasks = steady(30).due("2026-06-05");
        for (int i = 0; i < 5; i++) {
            tasks.task("open" + i, null, null, "2026-04-01T08:00 todo");
        }
        Forecast forecast = Forecast.of(tasks.work(), tasks.millis("2026-06-01T12:00"), 7);
        assertThat(forecast.reason()).isNull();
        assertThat(forecast.remaining()).isEqualTo(5);
        // The 84 days begin with the first task, on April 1: 61 days of which 30 had one finished.
        assertThat(forecast.n()).isEqualTo(30);
        assertThat(forecast.dates()).isNotNull();
        assertThat(forecast.dates().p50()).isBetween(TODAY.plusDays(9), TODAY.plusDays(10));
        // Five successes in four draws cannot be.
        assertThat(forecast.dates().probability()).isZero();
        assertThat(forecast.cone().getFirst().day()).isEqualTo(TODAY.plusDays(1));
        assertThat(forecast.cone().getLast().p95()).isEqualTo(35);
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        Tasks tasks = steady(40);
        tasks.task("open", null, null, "2026-03-01T08:00 todo");
        tasks.task("open2", null, null, "2026-03-01T08:00 todo");
        long at = tasks.millis("2026-06-01T12:00");
        assertThat(Forecast.of(tasks.work(), at, 42)).isEqualTo(Forecast.of(tasks.work(), at, 42));
    }

    /** Against the negative binomial distribution, which the draws have here. */
    @Test
    void theChanceIsThatOfTheDraws() {
        Tasks tasks = new Tasks("UTC").due("2026-06-08");
        for (int day = 1; day <= 84; day++) {
            LocalDate date = TODAY.minusDays(day);
            String[] steps = day % 2 == 0
                    ? new String[] {"2026-01-01T08:00 todo", date + "T09:00 done"}
                    : new String[] {"2026-01-01T08:00 todo", "2026-01-01T09:00 cancelled"};
            tasks.task("d" + day, null, null, steps);
        }
        for (int i = 0; i < 3; i++) {
            tasks.task("open" + i, null, null, "2026-01-01T08:00 todo");
        }
        Forecast forecast = Forecast.of(tasks.work(), tasks.millis("2026-06-01T12:00"), 1);
        // At least 3 successes of chance one half in 7 draws: 1 - (1 + 7 + 21) / 128.
        assertThat(forecast.dates().probability()).isCloseTo(1 - 29.0 / 128, within(0.02));
        assertThat(forecast.dates().p50()).isBetween(TODAY.plusDays(5), TODAY.plusDays(6));
    }

    @Test
    void whatCannotBeForecastSaysWhy() {
        long at = steady(1).millis("2026-06-01T12:00");
        assertThat(Forecast.of(steady(30).work(), at, 1).reason()).isEqualTo("nothing is open");
        Tasks young = steady(13).task("open", null, null, "2026-05-19T08:00 todo");
        assertThat(Forecast.of(young.work(), at, 1).reason())
                .contains("14 days")
                .contains("13");
        Tasks few = steady(9).task("open", null, null, "2026-03-19T08:00 todo");
        assertThat(Forecast.of(few.work(), at, 1).reason()).contains("10 tasks").contains("9");
        assertThat(Forecast.of(few.work(), at, 1).dates()).isNull();
    }

    @Test
    void workThatGrowsFasterThanItIsDoneHasNoEnd() {
        Tasks tasks = new Tasks("UTC");
        for (int day = 1; day <= 20; day++) {
            LocalDate date = TODAY.minusDays(day);
            tasks.task("d" + day, null, null, date + "T08:00 todo", date + "T09:00 done");
            tasks.task("e" + day, null, null, date + "T08:00 todo");
        }
        Forecast forecast = Forecast.of(tasks.work(), tasks.millis("2026-06-01T12:00"), 1);
        assertThat(forecast.dates().p85()).isEqualTo(TODAY.plusDays(20));
        assertThat(forecast.withGrowth().p50()).isNull();
    }

    @Test
    void aSteadyProjectIsWellCalibrated() {
        Tasks tasks = steady(300);
        Calibration calibration = Calibration.of(tasks.work(), List.of(), tasks.millis("2026-06-01T12:00"));
        // 2026-06-01 is a Monday: the 24 Mondays from 2025-12-01 whose 14 days are over by then, and that one itself.
        assertThat(calibration.n()).isEqualTo(25);
        assertThat(calibration.hit50()).isEqualTo(1);
        assertThat(calibration.hit95()).isEqualTo(1);
    }

    @Test
    void aProjectThatStoppedWasForecastWrong() {
        Tasks tasks = new Tasks("UTC");
        for (int day = 60; day <= 200; day++) {
            LocalDate date = TODAY.minusDays(day);
            tasks.task("d" + day, null, null, date + "T08:00 todo", date + "T09:00 done");
        }
        Calibration calibration = Calibration.of(tasks.work(), List.of(), tasks.millis("2026-06-01T12:00"));
        assertThat(calibration.hit50()).isBetween(0.5, 0.9);
        assertThat(calibration.n()).isLessThanOrEqualTo(25);
    }

    @Test
    void theForecastOfThePastKnewWhatHasBeenDeletedSince() {
        Tasks tasks = steady(300);
        for (int day = 1; day <= 300; day++) {
            LocalDate date = TODAY.minusDays(day);
            tasks.task("x" + day, null, null, date + "T08:00 todo", date + "T10:00 done", "2026-05-30T08:00 gone");
        }
        Calibration calibration = Calibration.of(tasks.work(), tasks.deleted(), tasks.millis("2026-06-01T12:00"));
        // It said two a day, and one a day is what is known now.
        assertThat(calibration.hit50()).isZero();
    }
}
