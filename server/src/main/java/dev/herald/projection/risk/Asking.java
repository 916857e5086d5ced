package dev.herald.projection.risk;

import dev.herald.event.KnownType;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import dev.herald.projection.delivery.WorkflowRun;
import dev.herald.projection.work.Task;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what an event has touched, and asks the rules of it. One thread. */
final class Asking {
    private final Scene scene;
    private final Judge judge;
    private final Watched watched;

    Asking(Scene scene, Judge judge) {
        this.scene = scene;
        this.judge = judge;
        watched = scene.watched();
    }

    void everything() {
        Subjects.all(scene).forEach(judge::ask);
        circles();
        judge.askAging();
    }

    void about(Happening event, KnownType type) {
        Members data = event.data();
        switch (type) {
            case TASK_UPDATE -> tasks();
            case PR_CREATED, PR_UPDATED, PR_CLOSED -> {
                String id = data.reference("pr_id");
                ask(Subject.Kind.PULL_REQUEST, id == null ? data.reference("number") : id);
            }
            case WORKFLOW_STARTED, WORKFLOW_PROGRESS, WORKFLOW_COMPLETED, WORKFLOW_FAILED -> run(event);
            case AGENT_ACTION -> {
                ask(Subject.Kind.AGENT, data.text("agent_id"));
                action(event, data);
            }
            case AGENT_STATUS_CHANGED, AGENT_CONNECTED, AGENT_DISCONNECTED, AGENT_CLAIMED, AGENT_RELEASED ->
                ask(Subject.Kind.AGENT, data.text("agent_id"));
            case FILE_CHANGE -> change(data.text("file_path"), data.text("actor"), event.millis());
            case COMMIT -> commit(data);
            case RISK_ALERT -> ManualRisks.fold(watched, event);
            case AUTO_COMMIT_START,
                    AUTO_COMMIT_RESULT,
                    AUTO_COMMIT_ERROR,
                    PROGRESS_UPDATE,
                    SYSTEM_STATUS,
                    DASHBOARD_UPDATE,
                    HEALTH_CHECK,
                    PROJECT_UPDATED,
                    PROJECT_DELETED,
                    ISSUE_CREATED,
                    ISSUE_UPDATED,
                    ISSUE_CLOSED,
                    DEPLOYMENT_STARTED,
                    DEPLOYMENT_SUCCEEDED,
                    DEPLOYMENT_FAILED,
                    QUALITY_REPORTED,
                    AI_SUGGESTION,
                    AI_ANALYSIS_COMPLETE -> {
                // No rule looks at these.
            }
        }
        judge.ask(Subjects.project(scene));
    }

    private void ask(Subject.Kind kind, @Nullable String id) {
        if (id != null) {
            judge.ask(new Subject(kind, id));
        }
    }

    private void tasks() {
        List<Task> touched = scene.work().touched();
        boolean hasOtherTimes = false;
        Set<String> around = new TreeSet<>();
        for (Task task : touched) {
            boolean isLeaf = scene.work().isLeaf(scene.project().id(), task.id());
            hasOtherTimes |= watched.index(task, isLeaf, scene.project().zone());
            around.add(task.id());
            around.addAll(watched.dependents.getOrDefault(task.id(), Set.of()));
        }
        around.forEach(id -> ask(Subject.Kind.TASK, id));
        touched.forEach(task -> judge.askAging(task.id()));
        if (hasOtherTimes) {
            judge.askAging();
        }
        circles();
        for (Task task : touched) {
            if (!task.dependsOn().isEmpty()) {
                Set<String> circle = OtherRisks.Circle.around(scene, task.id());
                if (!circle.isEmpty()) {
                    ask(Subject.Kind.CIRCLE, circle.iterator().next());
                }
            }
        }
    }

    /** Those that were found before: they may be broken now, or have another first task. */
    private void circles() {
        if (watched.circles == 0) {
            return;
        }
        List.copyOf(watched.open.keySet()).stream()
                .filter(key -> key.rule() == RuleName.DEPENDENCY_CYCLE)
                .forEach(key -> ask(Subject.Kind.CIRCLE, key.subject()));
    }

    private void run(Happening event) {
        String id = event.data().reference("workflow_id");
        WorkflowRun run =
                id == null ? null : scene.delivery().run(scene.project().id(), id);
        if (run == null || !event.position().equals(run.ended()) || run.status() == WorkflowRun.Status.CANCELLED) {
            return;
        }
        ArrayDeque<Watched.RunEnd> runs = watched.runs.computeIfAbsent(run.name(), any -> new ArrayDeque<>());
        runs.add(new Watched.RunEnd(run.id(), run.status() == WorkflowRun.Status.FAILED, event.position()));
        if (runs.size() > Watched.RUNS_MAX) {
            runs.removeFirst();
        }
        ask(Subject.Kind.WORKFLOW, run.name());
    }

    private void action(Happening event, Members data) {
        String action = data.text("action");
        boolean isChange = "edit".equals(action) || "create".equals(action) || "delete".equals(action);
        if (isChange && !"denied".equals(data.text("outcome")) && !"failed".equals(data.text("outcome"))) {
            change(data.text("target"), data.text("agent_id"), event.millis());
        }
    }

    private void change(@Nullable String path, @Nullable String actor, long atMillis) {
        if (path == null || actor == null) {
            return;
        }
        Map<String, Long> by = watched.changes.remove(path);
        by = by == null ? new LinkedHashMap<>() : by;
        by.put(actor, atMillis);
        watched.changes.put(path, by);
        if (watched.changes.size() > Watched.FILES_MAX) {
            String oldest = watched.changes.keySet().iterator().next();
            watched.changes.remove(oldest);
            ask(Subject.Kind.FILE, oldest);
        }
        ask(Subject.Kind.FILE, path);
    }

    private void commit(Members data) {
        for (String path : data.references("files_changed")) {
            if (watched.changes.remove(path) != null) {
                ask(Subject.Kind.FILE, path);
            }
        }
    }
}
