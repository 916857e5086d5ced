package dev.herald.projection.people;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import org.jspecify.annotations.Nullable;

/** How the state is written down. Version 1: each agent. */
final class PeopleCodec {
    static final int VERSION = 1;

    private PeopleCodec() {}

    static void save(PeopleState state, StateOut out) {
        out.each(state.all(), PeopleCodec::agent);
    }

    static PeopleState load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of people is known");
        }
        PeopleState state = new PeopleState();
        in.each(PeopleCodec::agent).forEach(state::put);
        return state;
    }

    private static void agent(StateOut out, Agent of) {
        out.text(of.id());
        out.text(of.project() == null ? null : of.project().value());
        out.text(of.name());
        out.text(of.status());
        out.decimalOrNull(of.availability());
        out.text(of.activity());
        out.number(of.activityMillis());
        out.text(of.sessionId());
        out.text(of.taskId());
        out.text(of.reason());
        out.numberOrNull(of.heartbeatSeconds());
        out.value(of.metadata().all());
        out.number(of.heardMillis());
        out.number(of.actions());
        out.number(of.tokensIn());
        out.number(of.tokensOut());
        out.decimal(of.cost());
        out.number(of.first().packed());
        out.number(of.changed().packed());
    }

    private static Agent agent(StateIn in) {
        return new Agent(
                in.text(),
                project(in.textOrNull()),
                in.textOrNull(),
                in.textOrNull(),
                in.decimalOrNull(),
                in.textOrNull(),
                in.number(),
                in.textOrNull(),
                in.textOrNull(),
                in.textOrNull(),
                in.numberOrNull(),
                Members.ofValue(in.value()),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.decimal(),
                new Position(in.number()),
                new Position(in.number()));
    }

    private static @Nullable ProjectId project(@Nullable String id) {
        return id == null ? null : new ProjectId(id);
    }
}
