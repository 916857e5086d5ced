package dev.herald.fold;

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
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small real projection: how many files changed in each project, told at once and then at most every 250 ms of the
 * events' time, and how many minutes ended while a project's last change was younger than five minutes.
 */
class Tally implements Projection<Tally.State> {
    static final StateName<State> NAME = new StateName<>("tally");
    static final long EVERY_MILLIS = 250;
    static final long MINUTE = 60_000;
    static final long ACTIVE_MILLIS = 5 * MINUTE;

    static final class State {
        final TreeMap<String, Line> lines = new TreeMap<>();

        Map<String, Long> counts() {
            Map<String, Long> counts = new TreeMap<>();
            lines.forEach((project, line) -> counts.put(project, line.count));
            return counts;
        }
    }

    static final class Line {
        long count;
        long lastMillis;
        long nextTellMillis;
        long activeMinutes;
        long nextMinuteMillis = NEVER;

        @Nullable
        Position untold;

        String lastName = "";
    }

    @Override
    public StateName<State> name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public State begin() {
        return new State();
    }

    @Override
    public void fold(State state, Happening event, Context context) {
        ProjectId project = event.project();
        if (event.type() != KnownType.FILE_CHANGE || project == null) {
            return;
        }
        Line line = state.lines.computeIfAbsent(project.value(), _ -> new Line());
        line.count++;
        line.lastMillis = event.millis();
        line.lastName = Objects.requireNonNullElse(event.data().text("file_path"), "");
        line.nextMinuteMillis = Math.min(line.nextMinuteMillis, (event.millis() / MINUTE + 1) * MINUTE);
        if (event.millis() >= line.nextTellMillis) {
            tell(project.value(), line, event.position(), event.millis(), context);
        } else {
            line.untold = event.position();
        }
    }

    private static void tell(String project, Line line, Position cause, long millis, Context context) {
        line.untold = null;
        line.nextTellMillis = millis + EVERY_MILLIS;
        context.derive(new Derived(
                "tally:" + project + ":" + cause,
                cause,
                new ProjectId(project),
                new ProgressUpdate(0, 0, line.count, null)));
    }

    @Override
    public long due(State state) {
        long due = NEVER;
        for (Line line : state.lines.values()) {
            due = Math.min(due, line.nextMinuteMillis);
            due = line.untold == null ? due : Math.min(due, line.nextTellMillis);
        }
        return due;
    }

    @Override
    public void pass(State state, long atMillis, Context context) {
        state.lines.forEach((project, line) -> {
            if (line.untold != null && line.nextTellMillis <= atMillis) {
                tell(project, line, line.untold, line.nextTellMillis, context);
            }
            while (line.nextMinuteMillis <= atMillis) {
                line.activeMinutes++;
                line.nextMinuteMillis += MINUTE;
                if (line.nextMinuteMillis - line.lastMillis >= ACTIVE_MILLIS) {
                    line.nextMinuteMillis = NEVER;
                }
            }
        });
    }

    /** The state as it is saved: two that are the same have the same bytes. */
    static byte[] bytes(State state) {
        StateOut out = new StateOut();
        new Tally().save(state, out);
        return out.toBytes();
    }

    @Override
    public void save(State state, StateOut out) {
        out.number(state.lines.size());
        state.lines.forEach((project, line) -> {
            out.text(project);
            out.number(line.count);
            out.number(line.lastMillis);
            out.number(line.nextTellMillis);
            out.number(line.activeMinutes);
            out.number(line.nextMinuteMillis);
            out.numberOrNull(line.untold == null ? null : line.untold.packed());
            out.text(line.lastName);
        });
    }

    @Override
    public State load(int version, StateIn in) {
        State state = new State();
        for (int left = in.count(); left > 0; left--) {
            Line line = new Line();
            state.lines.put(in.text(), line);
            line.count = in.number();
            line.lastMillis = in.number();
            line.nextTellMillis = in.number();
            line.activeMinutes = in.number();
            line.nextMinuteMillis = in.number();
            Long untold = in.numberOrNull();
            line.untold = untold == null ? null : new Position(untold);
            line.lastName = in.text();
        }
        return state;
    }
}
