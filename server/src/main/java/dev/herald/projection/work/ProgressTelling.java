package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.ProgressUpdate;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import org.jspecify.annotations.Nullable;

/**
 * When the progress of a project is told: a first change at once, and what follows within {@value #APART_MILLIS} ms of
 * the events' time together when they are over. So the import of ten thousand tasks tells of it twice, and whoever folds
 * the same events tells the same. One thread.
 */
final class ProgressTelling {
    static final long APART_MILLIS = 250;

    private Tally told = Tally.NONE;
    private Tally latest = Tally.NONE;
    private long nextMillis;
    /** The event that changed it last, where that has not been told. */
    private @Nullable Position cause;

    /** When something is to be told; {@link Projection#NEVER} where nothing is. */
    long due() {
        return cause == null ? Projection.NEVER : nextMillis;
    }

    /** After an event, all that was due before it having been told. */
    void after(Position event, Tally now, ProjectId project, Context context) {
        if (now.equals(latest)) {
            return;
        }
        latest = now;
        cause = now.equals(told) ? null : event;
        if (cause != null && event.epochMillis() >= nextMillis) {
            tell(event.epochMillis(), project, context);
        }
    }

    /** At the moment that was due. */
    void pass(ProjectId project, Context context) {
        tell(nextMillis, project, context);
    }

    private void tell(long millis, ProjectId project, Context context) {
        Position by = cause;
        if (by == null) {
            return;
        }
        context.derive(new Derived(
                "progress:" + project + ":" + by,
                by,
                project,
                new ProgressUpdate(
                        latest.percentage(),
                        latest.completed(),
                        latest.total(),
                        told.percentage(),
                        latest.isByEstimate() ? ProgressUpdate.Weight.ESTIMATE : ProgressUpdate.Weight.COUNT)));
        told = latest;
        cause = null;
        nextMillis = millis + APART_MILLIS;
    }

    /** Of a project that is not there any more nothing is told. */
    void forget() {
        told = Tally.NONE;
        latest = Tally.NONE;
        cause = null;
    }

    void save(StateOut out) {
        save(out, told);
        save(out, latest);
        out.number(nextMillis);
        out.numberOrNull(cause == null ? null : cause.packed());
    }

    void load(StateIn in) {
        told = tally(in);
        latest = tally(in);
        nextMillis = in.number();
        Long packed = in.numberOrNull();
        cause = packed == null ? null : new Position(packed);
    }

    private static void save(StateOut out, Tally tally) {
        out.decimalOrNull(tally.percentage());
        out.number(tally.completed());
        out.number(tally.total());
        out.fact(tally.isByEstimate());
    }

    private static Tally tally(StateIn in) {
        return new Tally(in.decimalOrNull(), (int) in.number(), (int) in.number(), in.fact());
    }
}
