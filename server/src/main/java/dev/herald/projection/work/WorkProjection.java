package dev.herald.projection.work;

import dev.herald.event.KnownType;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;

/**
 * Folds projects and tasks, and tells how far they are. The first event of a project makes it known, whatever it says;
 * of one that is deleted only {@code project.updated} counts, which brings it back. Nothing that the door lets in breaks
 * it: a value of another kind than is meant counts as absent.
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
        return new WorkState();
    }

    @Override
    public void fold(WorkState state, Happening event, Context context) {
        Held held = state.heard(event.project(), event.position());
        if (held == null || !(event.type() instanceof KnownType type)) {
            return;
        }
        switch (type) {
            case TASK_UPDATE -> {
                if (!held.project().isDeleted()) {
                    state.tasks().fold(held, event);
                    progress(state, held, event, context);
                }
            }
            case PROJECT_UPDATED -> ProjectFold.update(held, event);
            case PROJECT_DELETED -> {
                state.untell(held);
                ProjectFold.delete(held, event);
            }
            default -> {
                // None of these says anything of a project or its tasks.
            }
        }
    }

    private static void progress(WorkState state, Held held, Happening event, Context context) {
        if (!held.touched().isEmpty()) {
            state.untell(held);
            held.progress.after(event.position(), held.tally(), held.project().id(), context);
            state.tell(held);
        }
    }

    @Override
    public long due(WorkState state) {
        Held next = state.nextToTell();
        return next == null ? NEVER : next.progress.due();
    }

    @Override
    public void pass(WorkState state, long atMillis, Context context) {
        for (Held next = state.nextToTell();
                next != null && next.progress.due() <= atMillis;
                next = state.nextToTell()) {
            state.untell(next);
            next.progress.pass(next.project().id(), context);
        }
    }

    @Override
    public void save(WorkState state, StateOut out) {
        WorkCodec.save(state, out);
    }

    @Override
    public WorkState load(int version, StateIn in) {
        return WorkCodec.load(version, in);
    }
}
