package dev.herald.projection.work;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.ProgressUpdate;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.List;

/**
 * Folds projects and tasks, and tells a project's progress when it changes. The first event of an unknown project creates
 * it. A project that was deleted is gone with its tasks; only {@code project.updated} brings it back, anew: the files of
 * a directory that is still watched do not.
 */
public final class WorkProjection implements Projection<WorkState> {
    public static final StateName<WorkState> NAME = new StateName<>("work");

    @Override
    public StateName<WorkState> name() {
        return NAME;
    }

    @Override
    public int version() {
        return WorkCodec.VERSION;
    }

    @Override
    public WorkState begin() {
        return new Work();
    }

    @Override
    public void fold(WorkState state, Happening event, Context context) {
        Work work = (Work) state;
        work.touch(List.of());
        ProjectId id = event.project();
        if (id == null) {
            return;
        }
        Work.Held known = work.held(id);
        if (known == null) {
            known = new Work.Held(ProjectFold.begun(id, event.position()));
            work.put(known);
        }
        if (event.type() == KnownType.PROJECT_UPDATED) {
            update(known, event);
        } else if (event.type() == KnownType.PROJECT_DELETED) {
            delete(known, event);
        } else if (event.type() == KnownType.TASK_UPDATE && !known.project.isDeleted()) {
            List<Task> touched = TaskFold.fold(known, event, work.words());
            work.touch(touched);
            if (!touched.isEmpty()) {
                known.telling.change(event.position());
                work.await(known);
                tell(work, known, event.millis(), context);
            }
        }
    }

    private static void update(Work.Held held, Happening event) {
        Project before = held.project.isDeleted()
                ? ProjectFold.begun(held.project.id(), event.position()).withVersion(held.project.version())
                : held.project;
        held.project = ProjectFold.updated(before, event);
        held.change();
    }

    private static void delete(Work.Held held, Happening event) {
        held.project = ProjectFold.deleted(held.project, event);
        held.tasks = new Tasks();
        held.telling.forget();
        held.change();
    }

    @Override
    public long due(WorkState state) {
        return ((Work) state).due();
    }

    @Override
    public void pass(WorkState state, long atMillis, Context context) {
        Work work = (Work) state;
        for (Work.Held held : work.takeDue(atMillis)) {
            tell(work, held, atMillis, context);
        }
    }

    /** Tells the progress if it is time to, and there is something new. */
    private static void tell(Work work, Work.Held held, long atMillis, Context context) {
        Telling telling = held.telling;
        Position cause = telling.changed;
        if (cause == null || !telling.isDue(atMillis)) {
            return;
        }
        telling.changed = null;
        work.forget(held);
        Tally.Progress now = held.tasks.tally().progress();
        if (now.isSame(telling.told)) {
            return;
        }
        Double before = telling.told.percentage();
        telling.told = now;
        telling.toldMillis = atMillis;
        if (now.percentage() != null) {
            ProjectId project = held.project.id();
            context.derive(new Derived(
                    "progress:" + project.value() + ":" + cause,
                    cause,
                    project,
                    new ProgressUpdate(now.percentage(), now.completed(), now.total(), before)));
        }
    }

    @Override
    public void save(WorkState state, StateOut out) {
        WorkCodec.save((Work) state, out);
    }

    @Override
    public WorkState load(int version, StateIn in) {
        return WorkCodec.load(version, in);
    }
}
