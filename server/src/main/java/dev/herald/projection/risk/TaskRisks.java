package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.projection.Projection;
import dev.herald.projection.flow.DueDay;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules whose subject is a task. */
final class TaskRisks {
    static final List<Rule> ALL = List.of(new Overdue(), new Blocked(), new Late());

    private TaskRisks() {}

    private static String named(Task task) {
        return task.title().isEmpty() ? task.id() : task.id() + " (" + task.title() + ")";
    }

    /** In the largest unit of which it is at least one: what a message says stays true while time goes on. */
    static String atLeast(double days) {
        double hours = 24 * days;
        if (days >= 1) {
            return "at least " + plural((long) days, "day");
        }
        return "at least " + (hours >= 1 ? plural((long) hours, "hour") : plural((long) (60 * hours), "minute"));
    }

    private static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    /** A due date before today, of a task that is neither done nor cancelled; a parent's too. */
    static final class Overdue implements Rule {
        @Override
        public RuleName name() {
            return RuleName.TASK_OVERDUE;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Task task = scene.task(subject);
            LocalDate due = task == null
                    ? null
                    : DueDay.of(task.dueDate(), scene.project().zone());
            if (task == null || due == null || task.status().isEnded()) {
                return Verdict.NONE;
            }
            long late = ChronoUnit.DAYS.between(due, scene.today());
            double medium = scene.threshold(Thresholds.OVERDUE_MEDIUM_DAYS);
            double high = scene.threshold(Thresholds.OVERDUE_HIGH_DAYS);
            double critical = scene.threshold(Thresholds.OVERDUE_CRITICAL_DAYS);
            long next = scene.next(
                    begins(scene, due, 1),
                    begins(scene, due, medium),
                    begins(scene, due, high),
                    begins(scene, due, critical));
            if (late < 1) {
                return Verdict.none(next);
            }
            Severity severity = Severity.LOW;
            if (late >= critical) {
                severity = Severity.CRITICAL;
            } else if (late >= high) {
                severity = Severity.HIGH;
            } else if (late >= medium) {
                severity = Severity.MEDIUM;
            }
            String message = "Task " + named(task) + " was due on " + due + ".";
            return new Verdict(severity, message, Map.of("due_date", due.toString(), "days_late", late), next);
        }

        private static long begins(Scene scene, LocalDate due, double days) {
            return scene.begin(due.plusDays((long) Math.ceil(days)));
        }
    }

    /** A leaf that is blocked for long. */
    static final class Blocked implements Rule {
        @Override
        public RuleName name() {
            return RuleName.BLOCKED_TOO_LONG;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Task task = scene.task(subject);
            if (task == null
                    || task.status() != Status.BLOCKED
                    || !scene.work().isLeaf(scene.project().id(), subject)) {
                return Verdict.NONE;
            }
            long since = since(task.history()).epochMillis();
            long opens = since + scene.millis(Thresholds.BLOCKED_DAYS, Thresholds.DAY_MILLIS) + 1;
            long high = since + scene.millis(Thresholds.BLOCKED_HIGH_DAYS, Thresholds.DAY_MILLIS);
            long next = scene.next(opens, high);
            if (scene.atMillis() < opens) {
                return Verdict.none(next);
            }
            double seconds = (scene.atMillis() - since) / 1_000.0;
            return new Verdict(
                    scene.atMillis() >= high ? Severity.HIGH : Severity.MEDIUM,
                    "Task " + named(task) + " has been blocked for " + atLeast(seconds / 86_400) + ".",
                    Map.of("blocked_seconds", seconds),
                    next);
        }

        private static Position since(TaskHistory history) {
            int at = history.size() - 1;
            while (at > 0 && history.step(at - 1).status() == Status.BLOCKED) {
                at--;
            }
            return history.step(at).at();
        }
    }

    /** A task that is due before one that it depends on; neither has ended. */
    static final class Late implements Rule {
        @Override
        public RuleName name() {
            return RuleName.DEPENDENCY_LATE;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Task task = scene.task(subject);
            LocalDate due = task == null
                    ? null
                    : DueDay.of(task.dueDate(), scene.project().zone());
            if (task == null || due == null || task.status().isEnded()) {
                return Verdict.NONE;
            }
            List<String> later = new ArrayList<>(0);
            for (String id : task.dependsOn()) {
                Task on = scene.task(id);
                LocalDate other = on == null
                        ? null
                        : DueDay.of(on.dueDate(), scene.project().zone());
                if (on != null && other != null && !on.status().isEnded() && due.isBefore(other)) {
                    later.add(id);
                }
            }
            if (later.isEmpty()) {
                return Verdict.NONE;
            }
            return new Verdict(
                    Severity.MEDIUM,
                    "Task " + named(task) + " is due on " + due + ", before " + String.join(", ", later)
                            + ", which it depends on.",
                    Map.of("due_date", due.toString(), "depends_on", later),
                    Projection.NEVER);
        }
    }

    /** A leaf in progress that is older than most that were finished were when they were. */
    static final class Aging implements Rule {
        @Override
        public RuleName name() {
            return RuleName.AGING_WORK;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Long started = scene.watched().inProgress.started(subject);
            if (started == null) {
                return Verdict.NONE;
            }
            Ageing limits = Ageing.of(scene);
            long age = scene.atMillis() - started;
            if (open == null && (limits == null || age <= Math.floor(limits.p85Millis()))) {
                return Verdict.NONE;
            }
            Severity severity = open == null ? Severity.MEDIUM : open;
            if (limits != null) {
                severity = age > Math.floor(limits.p95Millis()) ? Severity.HIGH : Severity.MEDIUM;
            }
            if (severity == open) {
                // As it was: nobody is told, and the words are not needed.
                return new Verdict(severity, "", Map.of(), Projection.NEVER);
            }
            return verdict(scene, subject, severity, age, limits);
        }

        private static Verdict verdict(
                Scene scene, String subject, Severity severity, long ageMillis, @Nullable Ageing limits) {
            Task task = scene.task(subject);
            double age = ageMillis / 1_000.0;
            return new Verdict(
                    severity,
                    "Task " + (task == null ? subject : named(task)) + " has been in progress for "
                            + atLeast(age / 86_400) + ", longer than most tasks took.",
                    limits == null
                            ? Map.of("age_seconds", age)
                            : Map.of(
                                    "age_seconds",
                                    age,
                                    "p85",
                                    limits.p85Millis() / 1_000,
                                    "p95",
                                    limits.p95Millis() / 1_000,
                                    "n",
                                    (long) scene.watched().finished.size()),
                    Projection.NEVER);
        }
    }

    /** The ages from which the rule about age opens, and is worse. */
    record Ageing(double p85Millis, double p95Millis) {
        /** Null where too few were finished to say. */
        static @Nullable Ageing of(Scene scene) {
            CycleTimes times = scene.watched().finished;
            if (times.size() == 0 || times.size() < scene.threshold(Thresholds.AGING_FINISHED_MIN)) {
                return null;
            }
            return new Ageing(times.percentile(0.85) * 1_000, times.percentile(0.95) * 1_000);
        }
    }
}
