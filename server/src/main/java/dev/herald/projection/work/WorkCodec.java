package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the state is written down. Version 1: each project, with its tasks in their places. */
final class WorkCodec {
    static final int VERSION = 1;
    /** Of a step in which the task did not exist. */
    private static final int GONE = 99;

    private WorkCodec() {}

    static void save(Work work, StateOut out) {
        out.each(work.all(), WorkCodec::held);
    }

    static Work load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of work is known");
        }
        Work work = new Work();
        in.each(from -> held(work, from)).forEach(work::restore);
        return work;
    }

    private static void held(StateOut out, Work.Held held) {
        Project project = held.project;
        out.text(project.id().value());
        out.text(project.name());
        out.text(project.repositoryUrl());
        out.text(project.status());
        out.text(project.description());
        out.text(project.dueDate());
        out.text(project.zone().getId());
        out.value(project.settings().members().all());
        out.number(project.created().packed());
        out.number(project.changed().packed());
        out.number(project.updated().packed());
        out.number(project.version());
        out.fact(project.isDeleted());
        out.each(held.tasks.slots(), WorkCodec::task);
        out.each(held.tasks.strangers().entrySet(), WorkCodec::stranger);
        Tally tally = held.tasks.tally();
        out.decimal(tally.weight());
        out.decimal(tally.done());
        Telling telling = held.telling;
        out.decimalOrNull(telling.told.percentage());
        out.number(telling.told.completed());
        out.number(telling.told.total());
        out.number(telling.toldMillis);
        out.numberOrNull(telling.changed == null ? null : telling.changed.packed());
    }

    private static Work.Held held(Work work, StateIn in) {
        ProjectId id = new ProjectId(in.text());
        Work.Held held = new Work.Held(new Project(
                id,
                in.textOrNull(),
                in.textOrNull(),
                in.text(),
                in.textOrNull(),
                in.textOrNull(),
                ProjectFold.zone(in.text()),
                new ProjectSettings(Members.ofValue(in.value())),
                position(in),
                position(in),
                position(in),
                in.number(),
                in.fact()));
        List<Task> tasks = in.each(from -> task(work.words(), from));
        tasks.forEach(held.tasks::put);
        in.each(from -> Map.entry(from.text(), position(from)))
                .forEach(entry -> held.tasks.stranger(entry.getKey(), entry.getValue()));
        held.tasks.tally().restore(in.decimal(), in.decimal());
        Telling telling = held.telling;
        telling.told = new Tally.Progress(in.decimalOrNull(), in.count(), in.count());
        telling.toldMillis = in.number();
        Long changed = in.numberOrNull();
        telling.changed = changed == null ? null : new Position(changed);
        return held;
    }

    private static void stranger(StateOut out, Map.Entry<String, Position> of) {
        out.text(of.getKey());
        out.number(of.getValue().packed());
    }

    private static void task(StateOut out, Task task) {
        out.text(task.id());
        out.text(task.title());
        out.text(task.description());
        out.number(task.status().ordinal());
        out.text(task.assignee());
        out.decimalOrNull(task.estimate());
        out.text(task.dueDate());
        out.each(task.labels(), StateOut::text);
        out.text(task.parentId());
        out.each(task.dependsOn(), StateOut::text);
        out.number(task.changed().packed());
        out.number(task.updated().packed());
        out.number(task.version());
        TaskHistory history = task.history();
        out.number(history.size());
        for (int i = 0; i < history.size(); i++) {
            TaskHistory.Step step = history.step(i);
            Status status = step.status();
            out.number(step.at().packed());
            out.number(status == null ? GONE : status.ordinal());
            out.text(step.parentId());
            out.decimalOrNull(step.estimate());
        }
    }

    private static Task task(Words words, StateIn in) {
        return new Task(
                in.text(),
                in.text(),
                in.textOrNull(),
                Status.values()[in.count()],
                words.same(in.textOrNull()),
                in.decimalOrNull(),
                words.same(in.textOrNull()),
                words.same(in.each(StateIn::text)),
                in.textOrNull(),
                in.each(StateIn::text),
                position(in),
                position(in),
                in.number(),
                history(in));
    }

    private static TaskHistory history(StateIn in) {
        int count = in.count();
        TaskHistory history = TaskHistory.beginning(step(in));
        for (int i = 1; i < count; i++) {
            history = history.then(step(in));
        }
        return history;
    }

    private static TaskHistory.Step step(StateIn in) {
        return new TaskHistory.Step(position(in), status((int) in.number()), in.textOrNull(), in.decimalOrNull());
    }

    private static @Nullable Status status(int ordinal) {
        return ordinal == GONE ? null : Status.values()[ordinal];
    }

    private static Position position(StateIn in) {
        return new Position(in.number());
    }
}
