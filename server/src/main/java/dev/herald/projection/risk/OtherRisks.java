package dev.herald.projection.risk;

import dev.herald.projection.Projection;
import dev.herald.projection.delivery.PullRequest;
import dev.herald.projection.people.Agent;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules about circles, pull requests, workflows, agents and files. */
final class OtherRisks {
    private OtherRisks() {}

    /** Tasks that depend on each other in a circle; the subject is the first of their ids. */
    static final class Circle implements Rule {
        /** More tasks than this in one web of dependencies are not looked at. */
        private static final int TASKS_MAX = 10_000;

        @Override
        public RuleName name() {
            return RuleName.DEPENDENCY_CYCLE;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Set<String> circle = around(scene, subject);
            if (circle.isEmpty() || !circle.iterator().next().equals(subject)) {
                return Verdict.NONE;
            }
            return new Verdict(
                    Severity.HIGH,
                    "Tasks depend on each other in a circle: " + String.join(", ", circle) + ".",
                    Map.of("tasks", List.copyOf(circle)),
                    Projection.NEVER);
        }

        /** The tasks that depend on this one and that it depends on, itself among them, in order; none without a circle. */
        static Set<String> around(Scene scene, String id) {
            Set<String> below = reach(scene, id, true);
            if (!below.contains(id)) {
                return Set.of();
            }
            Set<String> circle = new TreeSet<>(below);
            circle.retainAll(reach(scene, id, false));
            return circle;
        }

        private static Set<String> reach(Scene scene, String from, boolean isDown) {
            Set<String> seen = new HashSet<>();
            ArrayDeque<String> next = new ArrayDeque<>(List.of(from));
            while (!next.isEmpty() && seen.size() < TASKS_MAX) {
                String id = next.poll();
                Task task = scene.task(id);
                if (task == null || task.status() == Status.CANCELLED || task.status() == Status.DONE) {
                    continue;
                }
                for (String one :
                        isDown ? task.dependsOn() : scene.watched().dependents.getOrDefault(id, Set.of())) {
                    Task other = scene.task(one);
                    if (other != null && !other.status().isEnded() && seen.add(one)) {
                        next.add(one);
                    }
                }
            }
            return seen;
        }
    }

    /** An open pull request, no draft, to which nothing happens. */
    static final class Waiting implements Rule {
        @Override
        public RuleName name() {
            return RuleName.PR_WAITING;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            PullRequest of = scene.delivery().pullRequest(scene.project().id(), subject);
            if (of == null || of.status() != PullRequest.Status.OPEN) {
                return Verdict.NONE;
            }
            long last = of.changed().epochMillis();
            long opens = last + scene.millis(Thresholds.PR_WAITING_DAYS, Thresholds.DAY_MILLIS);
            long high = last + scene.millis(Thresholds.PR_WAITING_HIGH_DAYS, Thresholds.DAY_MILLIS);
            long next = scene.next(opens, high);
            if (scene.atMillis() < opens) {
                return Verdict.none(next);
            }
            double seconds = (scene.atMillis() - last) / 1_000.0;
            String name = of.number() == null ? of.id() : "#" + of.number();
            return new Verdict(
                    scene.atMillis() >= high ? Severity.HIGH : Severity.MEDIUM,
                    "Pull request " + name + " has waited for " + TaskRisks.atLeast(seconds / 86_400) + ".",
                    Map.of("waiting_seconds", seconds),
                    next);
        }
    }

    /** Runs of one name that fail, one after the other or every other. */
    static final class Failing implements Rule {
        private static final int IN_A_ROW = 3;

        @Override
        public RuleName name() {
            return RuleName.WORKFLOW_FAILING;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            ArrayDeque<Watched.RunEnd> runs = scene.watched().runs.getOrDefault(subject, new ArrayDeque<>());
            if (runs.isEmpty()) {
                return Verdict.NONE;
            }
            int failed = 0;
            int inARow = 0;
            for (Watched.RunEnd run : runs) {
                failed += run.isFailure() ? 1 : 0;
                inARow = run.isFailure() ? inARow + 1 : 0;
            }
            double share = (double) failed / runs.size();
            boolean isHigh = inARow >= IN_A_ROW;
            boolean isMedium = runs.size() >= scene.threshold(Thresholds.FAILING_RUNS_MIN)
                    && share >= scene.threshold(Thresholds.FAILING_OPENS);
            boolean isStill = open != null && (inARow > 0 || share >= scene.threshold(Thresholds.FAILING_CLOSES));
            if (!isHigh && !isMedium && !isStill) {
                return Verdict.NONE;
            }
            Severity severity = isHigh ? Severity.HIGH : isMedium || open == null ? Severity.MEDIUM : open;
            return new Verdict(
                    severity,
                    "Workflow " + subject + " fails: " + failed + " of its last "
                            + (runs.size() == 1 ? "run" : runs.size() + " runs") + ".",
                    Map.of("failed", (long) failed, "runs", (long) runs.size(), "failed_in_a_row", (long) inARow),
                    Projection.NEVER);
        }
    }

    /** An agent that wanted to be heard of, and is not. */
    static final class Silent implements Rule {
        @Override
        public RuleName name() {
            return RuleName.AGENT_SILENT;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Agent agent = scene.people().agent(subject);
            if (agent == null
                    || agent.heartbeatSeconds() == null
                    || !scene.project().id().equals(agent.project())
                    || "offline".equals(agent.status())) {
                return Verdict.NONE;
            }
            long opens = agent.heardMillis() + agent.heartbeatSeconds() * 1_000 + 1;
            long medium = agent.heardMillis()
                    + scene.millis(Thresholds.AGENT_SILENT_MEDIUM_MINUTES, Thresholds.MINUTE_MILLIS);
            long next = scene.next(opens, medium);
            if (scene.atMillis() < opens) {
                return Verdict.none(next);
            }
            double seconds = (scene.atMillis() - agent.heardMillis()) / 1_000.0;
            return new Verdict(
                    scene.atMillis() >= medium ? Severity.MEDIUM : Severity.LOW,
                    "Agent " + subject + " has not been heard of for " + Math.round(seconds)
                            + " s; it wanted to be every " + agent.heartbeatSeconds() + " s.",
                    Map.of("silent_seconds", seconds, "expects_heartbeat_s", agent.heartbeatSeconds()),
                    next);
        }
    }

    /** An agent that waits for a person. */
    static final class AgentWaiting implements Rule {
        @Override
        public RuleName name() {
            return RuleName.AGENT_WAITING;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Agent agent = scene.people().agent(subject);
            if (agent == null
                    || !agent.isWaiting()
                    || !scene.project().id().equals(agent.project())
                    || "offline".equals(agent.status())) {
                return Verdict.NONE;
            }
            long since = agent.activityMillis();
            long opens = since + scene.millis(Thresholds.AGENT_WAITING_MINUTES, Thresholds.MINUTE_MILLIS) + 1;
            long medium = since + scene.millis(Thresholds.AGENT_WAITING_MEDIUM_MINUTES, Thresholds.MINUTE_MILLIS);
            long next = scene.next(opens, medium);
            if (scene.atMillis() < opens) {
                return Verdict.none(next);
            }
            double seconds = (scene.atMillis() - since) / 1_000.0;
            return new Verdict(
                    scene.atMillis() >= medium ? Severity.MEDIUM : Severity.LOW,
                    "Agent " + subject + " has waited for a person for " + TaskRisks.atLeast(seconds / 86_400) + ".",
                    Map.of("waiting_seconds", seconds),
                    next);
        }
    }

    /** Two actors changed one file, and neither change has been committed since. */
    static final class Conflict implements Rule {
        @Override
        public RuleName name() {
            return RuleName.CONFLICT;
        }

        @Override
        public Verdict judge(Scene scene, String subject, @Nullable Severity open) {
            Map<String, Long> by = scene.watched().changes.getOrDefault(subject, Map.of());
            long window = scene.millis(Thresholds.CONFLICT_HOURS, Thresholds.HOUR_MILLIS);
            List<String> actors = new ArrayList<>(2);
            long next = Projection.NEVER;
            for (Map.Entry<String, Long> one : new TreeMap<>(by).entrySet()) {
                long ends = one.getValue() + window;
                if (ends > scene.atMillis()) {
                    actors.add(one.getKey());
                    next = Math.min(next, ends);
                }
            }
            if (actors.size() < 2) {
                return Verdict.none(next);
            }
            return new Verdict(
                    Severity.MEDIUM,
                    String.join(" and ", actors) + " have changed " + subject + ", and nothing of it is committed.",
                    Map.of("actors", actors, "file_path", subject),
                    next);
        }
    }
}
