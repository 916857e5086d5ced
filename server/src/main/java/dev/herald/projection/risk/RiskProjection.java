package dev.herald.projection.risk;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.WorkProjection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds risks. The rules are asked at each event of the project and at each full minute; what they are asked of is what
 * the event has touched and what has become due, so that the cost of an event does not grow with the project.
 *
 * <p>A full minute asks only what was due up to it. An alarm holds the exact moment at which a rule may say otherwise:
 * the next event of the project at or after it, or the next full minute, asks it, whichever comes first.
 */
public final class RiskProjection implements Projection<RiskState> {
    public static final StateName<RiskState> NAME = new StateName<>("risk");

    @Override
    public StateName<RiskState> name() {
        return NAME;
    }

    @Override
    public int version() {
        return RiskCodec.VERSION;
    }

    @Override
    public List<StateName<?>> below() {
        return List.of(WorkProjection.NAME, DeliveryProjection.NAME, PeopleProjection.NAME);
    }

    @Override
    public RiskState begin() {
        return new RiskState();
    }

    @Override
    public void fold(RiskState state, Happening event, Context context) {
        ProjectId id = event.project();
        if (id == null || !(event.type() instanceof KnownType type)) {
            return;
        }
        Scene scene = scene(state, id, event.millis(), context);
        if (scene == null) {
            return;
        }
        Indexing.ensure(scene, context);
        Watched watched = scene.watched();
        watched.askedMillis = event.millis();
        Judge judge = new Judge(scene, context);
        Asking asking = new Asking(scene, judge);
        if (watched.hasOtherSettings(scene.project())) {
            asking.everything();
        }
        asking.about(event, type);
        watched.alarms.take(event.millis()).forEach(judge::ask);
    }

    private static @Nullable Scene scene(RiskState state, ProjectId id, long atMillis, Context context) {
        Project project = context.state(WorkProjection.NAME).project(id);
        if (project == null || project.isDeleted()) {
            state.forget(id);
            return null;
        }
        return new Scene(
                state.watched(id),
                project,
                context.state(WorkProjection.NAME),
                context.state(DeliveryProjection.NAME),
                context.state(PeopleProjection.NAME),
                atMillis);
    }

    @Override
    public long due(RiskState state) {
        long due = NEVER;
        for (Watched watched : state.projects()) {
            due = Math.min(due, next(watched));
        }
        return due;
    }

    /** The full minute at which something of the project is due. */
    private static long next(Watched watched) {
        long moment = watched.isIndexed ? watched.alarms.nextMillis() : watched.askedMillis + 1;
        if (moment == NEVER) {
            return NEVER;
        }
        return Math.ceilDiv(moment, Thresholds.MINUTE_MILLIS) * Thresholds.MINUTE_MILLIS;
    }

    @Override
    public void pass(RiskState state, long atMillis, Context context) {
        long minute = Math.floorDiv(atMillis, Thresholds.MINUTE_MILLIS) * Thresholds.MINUTE_MILLIS;
        for (Watched watched : List.copyOf(state.projects())) {
            if (next(watched) <= atMillis) {
                Scene scene = scene(state, watched.id, minute, context);
                if (scene != null) {
                    Indexing.ensure(scene, context);
                    watched.askedMillis = Math.max(watched.askedMillis, minute);
                    Judge judge = new Judge(scene, context);
                    watched.alarms.take(minute).forEach(judge::ask);
                }
            }
        }
    }

    @Override
    public void save(RiskState state, StateOut out) {
        RiskCodec.save(state, out);
    }

    @Override
    public RiskState load(int version, StateIn in) {
        return RiskCodec.load(version, in);
    }
}
