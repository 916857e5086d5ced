package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectSettings;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules need to know of one project, kept up with each event. What follows from the tasks is not written down: it is
 * made again from them when it is first needed after a start. One thread.
 */
final class Watched {
    /** Of a workflow's runs, the newest that count. */
    static final int RUNS_MAX = 10;
    /** Closed risks that are remembered; the oldest go. */
    static final int CLOSED_MAX = 10_000;
    /** Files whose changes are remembered for conflicts; the oldest go. */
    static final int FILES_MAX = 10_000;

    static final Subject AGING = new Subject(Subject.Kind.AGING, "");
    /** Ids that are no open risk, of which the last event is remembered for guards; the oldest go. */
    static final int STRANGERS_MAX = 20_000;

    final ProjectId id;
    final Alarms alarms = new Alarms();

    final Map<Key, Risk> open = new LinkedHashMap<>();
    final List<Risk> closed = new ArrayList<>();
    final Map<String, Position> strangers = new LinkedHashMap<>();
    final Map<String, ArrayDeque<RunEnd>> runs = new LinkedHashMap<>();
    final Map<String, Map<String, Long>> changes = new LinkedHashMap<>();
    /** The last moment at which its rules were asked. */
    long askedMillis;

    final Set<String> unfinished = new HashSet<>();
    final Ages inProgress = new Ages();
    final CycleTimes finished = new CycleTimes();
    final Map<String, Set<String>> dependents = new HashMap<>();
    final DueChance chance = new DueChance();
    private final Map<String, List<String>> dependsOn = new HashMap<>();

    double[] thresholds = Thresholds.of(ProjectSettings.NONE);

    @Nullable
    ProjectSettings settings;

    @Nullable
    ZoneId zone;

    @Nullable
    String dueDate;

    boolean isIndexed;
    /** How many circles of dependencies are open, so that each event need not look for them. */
    int circles;

    Watched(ProjectId id) {
        this.id = id;
    }

    /** How a run ended. */
    record RunEnd(String id, boolean isFailure, Position at) {}

    /** Under which an open risk is found: of each rule and subject there is one. Somebody's own has no rule here. */
    record Key(@Nullable RuleName rule, String subject) {
        static Key of(Risk risk) {
            RuleName rule = RuleName.of(risk.rule()).orElse(null);
            return new Key(rule, rule == null ? risk.id() : risk.subject());
        }
    }

    @Nullable
    Risk open(RuleName rule, String subject) {
        return open.get(new Key(rule, subject));
    }

    /** Whether what all rules rest on has changed: every subject is to be looked at again. */
    boolean hasOtherSettings(Project project) {
        boolean isOther = !project.settings().equals(settings)
                || !project.zone().equals(zone)
                || !Objects.equals(project.dueDate(), dueDate);
        if (!project.settings().equals(settings)) {
            thresholds = Thresholds.of(project.settings());
        }
        if (isOther) {
            chance.forgetFirst();
        }
        settings = project.settings();
        zone = project.zone();
        dueDate = project.dueDate();
        return isOther;
    }

    /** Takes up how a task is now; answers whether the cycle times have changed. */
    boolean index(Task task, boolean isLeaf, ZoneId in) {
        boolean isThere = !task.isDeleted();
        link(task.id(), isThere ? task.dependsOn() : List.of());
        boolean counts = isThere && isLeaf;
        if (counts && !task.status().isEnded()) {
            unfinished.add(task.id());
        } else {
            unfinished.remove(task.id());
        }
        TaskHistory history = task.history();
        Position started = counts ? history.started() : null;
        if (started != null && task.status().isInProgress()) {
            Risk aging = open(RuleName.AGING_WORK, task.id());
            inProgress.put(task.id(), started.epochMillis(), aging == null ? null : aging.severity());
        } else {
            inProgress.remove(task.id());
        }
        Position end = counts ? history.finished() : null;
        boolean wasDone = finished.remove(task.id());
        if (end != null && started != null) {
            finished.add(task.id(), end.epochMillis(), (end.epochMillis() - started.epochMillis()) / 1_000.0, in);
        }
        if (!isThere) {
            chance.forgetFirst();
        } else if (end != null || wasDone) {
            chance.forgetCounts();
        }
        return end != null || wasDone;
    }

    private void link(String task, List<String> on) {
        List<String> before = on.isEmpty() ? dependsOn.remove(task) : dependsOn.put(task, on);
        for (String one : before == null ? List.<String>of() : before) {
            Set<String> of = dependents.get(one);
            if (of != null) {
                of.remove(task);
                if (of.isEmpty()) {
                    dependents.remove(one);
                }
            }
        }
        for (String one : on) {
            dependents.computeIfAbsent(one, any -> new LinkedHashSet<>(2)).add(task);
        }
    }

    void stranger(String risk, Position at) {
        strangers.remove(risk);
        strangers.put(risk, at);
        if (strangers.size() > STRANGERS_MAX) {
            strangers.remove(strangers.keySet().iterator().next());
        }
    }

    void ended(Risk risk) {
        closed.add(risk);
        if (closed.size() > CLOSED_MAX) {
            closed.removeFirst();
        }
    }
}
