package dev.herald.projection.risk;

import dev.herald.projection.Projection;
import dev.herald.projection.flow.DueDay;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules whose subject is the project. */
final class ProjectRisks {
    static final List<Rule> ALL = List.of(new Slowing(), new Inactive(), new Late());

    private ProjectRisks() {}

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** Less is finished a day in the last 14 days than in the 28 before. */
    static final class Slowing implements Rule {
        private static final long LATELY = 14 * Thresholds.DAY_MILLIS;
        private static final long BEFORE = 42 * Thresholds.DAY_MILLIS;

        @Override
        public RuleName name() {
            return RuleName.PROGRESS_SLOWING;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            long at = scene.atMillis();
            CycleTimes finished = scene.watched().finished;
            int lately = finished.finishedIn(at - LATELY, at);
            int before = finished.finishedIn(at - BEFORE, at - LATELY);
            long next = scene.next(
                    plus(finished.firstAfter(at - LATELY), LATELY), plus(finished.firstAfter(at - BEFORE), BEFORE));
            double rate = lately / 14.0;
            double then = before / 28.0;
            boolean isSlow = before >= scene.threshold(Thresholds.SLOWING_FINISHED_MIN)
                    && !scene.watched().unfinished.isEmpty()
                    && rate < scene.threshold(Thresholds.SLOWING_OPENS) * then;
            boolean isStill = open != null && rate < scene.threshold(Thresholds.SLOWING_CLOSES) * then;
            if (!isSlow && !isStill) {
                return Verdict.none(next);
            }
            boolean isHigh = rate < scene.threshold(Thresholds.SLOWING_HIGH) * then;
            return new Verdict(
                    isHigh ? Severity.HIGH : Severity.MEDIUM,
                    "Work slows down: " + lately + " tasks were finished in the last 14 days, " + before
                            + " in the 28 days before.",
                    Map.of("finished_14_days", (long) lately, "finished_28_days_before", (long) before),
                    next);
        }

        private static long plus(long moment, long millis) {
            return moment == Projection.NEVER ? Projection.NEVER : moment + millis;
        }
    }

    /** Work is in progress, and nobody does anything. */
    static final class Inactive implements Rule {
        @Override
        public RuleName name() {
            return RuleName.NO_ACTIVITY;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            long last = scene.delivery().lastActivityMillis(scene.project().id());
            int inProgress = scene.watched().inProgress.size();
            if (last == 0 || inProgress == 0) {
                return Verdict.NONE;
            }
            long opens = last + scene.millis(Thresholds.NO_ACTIVITY_DAYS, Thresholds.DAY_MILLIS);
            long medium = last + scene.millis(Thresholds.NO_ACTIVITY_MEDIUM_DAYS, Thresholds.DAY_MILLIS);
            long next = scene.next(opens, medium);
            if (scene.atMillis() < opens) {
                return Verdict.none(next);
            }
            double seconds = (scene.atMillis() - last) / 1_000.0;
            return new Verdict(
                    scene.atMillis() >= medium ? Severity.MEDIUM : Severity.LOW,
                    "Nothing has happened for " + TaskRisks.atLeast(seconds / 86_400) + ", though "
                            + (inProgress == 1 ? "1 task is" : inProgress + " tasks are") + " in progress.",
                    Map.of("quiet_seconds", seconds, "work_in_progress", (long) inProgress),
                    next);
        }
    }

    /** The due date will hardly be met. */
    static final class Late implements Rule {
        @Override
        public RuleName name() {
            return RuleName.FORECAST_LATE;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            LocalDate due = DueDay.of(scene.project().dueDate(), scene.project().zone());
            int left = scene.watched().unfinished.size();
            if (due == null || left == 0) {
                return Verdict.NONE;
            }
            long next = scene.begin(scene.today().plusDays(1));
            Double chance = scene.watched()
                    .chance
                    .of(
                            new DueChance.Asked(
                                    scene.today(),
                                    due,
                                    scene.project().zone(),
                                    scene.watched().finished,
                                    () -> first(scene)),
                            left);
            boolean isLate = chance != null && chance < scene.threshold(Thresholds.FORECAST_OPENS);
            boolean isStill = open != null && (chance == null || chance < scene.threshold(Thresholds.FORECAST_CLOSES));
            if (!isLate && !isStill) {
                return Verdict.none(next);
            }
            if (chance == null) {
                return new Verdict(
                        open, "The due date " + due + " was in danger when it could last be said.", Map.of(), next);
            }
            boolean isHigh = chance < scene.threshold(Thresholds.FORECAST_HIGH);
            return new Verdict(
                    isHigh ? Severity.HIGH : Severity.MEDIUM,
                    "The due date " + due + " will be met with a chance of " + percent(chance) + ".",
                    Map.of("due_date", due.toString(), "probability", chance, "remaining", (long) left),
                    next);
        }

        /** The day of the first task; null while there is none. */
        private static @Nullable LocalDate first(Scene scene) {
            ProjectWork work = scene.work().view(scene.project().id());
            long first = Long.MAX_VALUE;
            for (Task task : work == null ? List.<Task>of() : work.all()) {
                first = Math.min(first, task.history().created().at().epochMillis());
            }
            return first == Long.MAX_VALUE
                    ? null
                    : Instant.ofEpochMilli(first).atZone(scene.project().zone()).toLocalDate();
        }
    }
}
