package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.time.ZoneId;
import java.util.List;

/** How the state is written down. Version 1: each project with its tasks in order; who is above whom follows from them. */
final class WorkCodec {
    static final int VERSION = 1;
    /** Status of a step in which the task does not exist. */
    private static final int GONE = 0;

    private WorkCodec() {}

    static void save(WorkState state, StateOut out) {
        out.each(state.all(), (to, held) -> {
            project(to, held.project());
            to.number(held.size());
            for (int place = 0; place < held.size(); place++) {
                task(to, held.task(place));
            }
            to.each(held.strangers().entrySet(), (more, stranger) -> {
                more.text(stranger.getKey());
                more.number(stranger.getValue().packed());
            });
            held.progress.save(to);
        });
    }

    static WorkState load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of work is known");
        }
        WorkState state = new WorkState();
        Texts texts = new Texts();
        int projects = in.count();
        for (int i = 0; i < projects; i++) {
            Held held = new Held(project(in));
            int tasks = in.count();
            for (int place = 0; place < tasks; place++) {
                held.put(task(in, texts));
            }
            held.touched().clear();
            int strangers = in.count();
            for (int stranger = 0; stranger < strangers; stranger++) {
                held.stranger(in.text(), new Position(in.number()));
            }
            held.progress.load(in);
            state.add(held);
        }
        return state;
    }

    private static void project(StateOut out, Project of) {
        out.text(of.id().value());
        out.text(of.name());
        out.text(of.repositoryUrl());
        out.text(of.status());
        out.text(of.description());
        out.text(of.dueDate());
        out.text(of.zone().getId());
        out.value(of.settings().members().all());
        out.number(of.created().packed());
        out.number(of.changed().packed());
        out.number(of.updated().packed());
        out.number(of.version());
        out.fact(of.isDeleted());
    }

    private static Project project(StateIn in) {
        return new Project(
                new ProjectId(in.text()),
                in.textOrNull(),
                in.textOrNull(),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                ZoneId.of(in.text()),
                new ProjectSettings(Members.ofValue(in.value())),
                new Position(in.number()),
                new Position(in.number()),
                new Position(in.number()),
                in.number(),
                in.fact());
    }

    private static void task(StateOut out, Task of) {
        out.text(of.id());
        out.text(of.title());
        out.text(of.description());
        out.number(of.status().ordinal());
        out.text(of.assignee());
        out.decimalOrNull(of.estimate());
        out.text(of.dueDate());
        out.each(of.labels(), StateOut::text);
        out.text(of.parentId());
        out.each(of.dependsOn(), StateOut::text);
        out.number(of.changed().packed());
        out.number(of.updated().packed());
        out.number(of.version());
        TaskHistory history = of.history();
        out.number(history.size());
        for (int i = 0; i < history.size(); i++) {
            Status status = history.status(i);
            out.number(history.position(i).packed());
            out.number(status == null ? GONE : status.ordinal() + 1);
            out.text(history.parentId(i));
            out.decimalOrNull(history.estimate(i));
        }
    }

    private static Task task(StateIn in, Texts texts) {
        return new Task(
                in.text(),
                in.text(),
                in.textOrNull(),
                status(in.number()),
                texts.one(in.textOrNull()),
                texts.number(in.decimalOrNull()),
                texts.one(in.textOrNull()),
                texts.all(in.each(StateIn::text)),
                texts.one(in.textOrNull()),
                texts.all(in.each(StateIn::text)),
                new Position(in.number()),
                new Position(in.number()),
                in.number(),
                history(in, texts));
    }

    private static TaskHistory history(StateIn in, Texts texts) {
        List<TaskHistory.Step> steps = in.each(from -> step(from, texts));
        if (steps.isEmpty()) {
            throw new IllegalStateException("a task has at least one step");
        }
        TaskHistory history = TaskHistory.beginning(steps.getFirst());
        for (TaskHistory.Step step : steps.subList(1, steps.size())) {
            history = history.then(step);
        }
        return history;
    }

    private static TaskHistory.Step step(StateIn in, Texts texts) {
        Position at = new Position(in.number());
        long status = in.number();
        return new TaskHistory.Step(
                at,
                status == GONE ? null : status(status - 1),
                texts.one(in.textOrNull()),
                texts.number(in.decimalOrNull()));
    }

    private static Status status(long ordinal) {
        Status[] all = Status.values();
        if (ordinal < 0 || ordinal >= all.length) {
            throw new IllegalStateException("no status has the number " + ordinal);
        }
        return all[(int) ordinal];
    }
}
