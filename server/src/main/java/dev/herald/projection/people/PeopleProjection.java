package dev.herald.projection.people;

import dev.herald.event.KnownType;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code agent.*}. What is absent stays as it was, and null clears; whatever an agent sends is a sign of life. One
 * that disconnects is offline until it is heard of otherwise.
 */
public final class PeopleProjection implements Projection<PeopleState> {
    public static final StateName<PeopleState> NAME = new StateName<>("people");

    @Override
    public StateName<PeopleState> name() {
        return NAME;
    }

    @Override
    public int version() {
        return PeopleCodec.VERSION;
    }

    @Override
    public PeopleState begin() {
        return new PeopleState();
    }

    @Override
    public void fold(PeopleState state, Happening event, Context context) {
        if (!(event.type() instanceof KnownType type) || !isOfAgents(type)) {
            return;
        }
        String id = event.data().text("agent_id");
        if (id != null) {
            state.put(after(id, state.agent(id), event, type));
        }
    }

    private static boolean isOfAgents(KnownType type) {
        return switch (type) {
            case AGENT_STATUS_CHANGED,
                    AGENT_CONNECTED,
                    AGENT_DISCONNECTED,
                    AGENT_ACTION,
                    AGENT_CLAIMED,
                    AGENT_RELEASED -> true;
            default -> false;
        };
    }

    private static Agent after(String id, @Nullable Agent before, Happening event, KnownType type) {
        Members data = event.data();
        boolean isAction = type == KnownType.AGENT_ACTION;
        String activity = data.has("activity") ? data.text("activity") : before == null ? null : before.activity();
        long since = before != null && Objects.equals(activity, before.activity())
                ? before.activityMillis()
                : event.millis();
        return new Agent(
                id,
                event.project() != null ? event.project() : before == null ? null : before.project(),
                text(data, "agent_name", before == null ? null : before.name()),
                status(data, before, type),
                data.has("availability") ? data.number("availability") : before == null ? null : before.availability(),
                activity,
                since,
                text(data, "session_id", before == null ? null : before.sessionId()),
                data.has("task_id") ? data.reference("task_id") : before == null ? null : before.taskId(),
                text(data, "reason", null),
                data.has("expects_heartbeat_s")
                        ? data.whole("expects_heartbeat_s")
                        : before == null ? null : before.heartbeatSeconds(),
                data.has("metadata") ? data.object("metadata") : before == null ? Members.NONE : before.metadata(),
                type == KnownType.AGENT_DISCONNECTED && before != null ? before.heardMillis() : event.millis(),
                (before == null ? 0 : before.actions()) + (isAction ? 1 : 0),
                (before == null ? 0 : before.tokensIn()) + count(isAction, data.whole("tokens_in")),
                (before == null ? 0 : before.tokensOut()) + count(isAction, data.whole("tokens_out")),
                (before == null ? 0 : before.cost()) + cost(isAction, data.number("cost")),
                before == null ? event.position() : before.first(),
                event.position());
    }

    private static @Nullable String status(Members data, @Nullable Agent before, KnownType type) {
        String said = data.text("status");
        if (said != null) {
            return said;
        }
        if (type == KnownType.AGENT_CONNECTED) {
            return "online";
        }
        if (type == KnownType.AGENT_DISCONNECTED) {
            return "offline";
        }
        return before == null ? null : before.status();
    }

    private static long count(boolean isAction, @Nullable Long tokens) {
        return isAction && tokens != null ? tokens : 0;
    }

    private static double cost(boolean isAction, @Nullable Double dollars) {
        return isAction && dollars != null ? dollars : 0;
    }

    private static @Nullable String text(Members data, String name, @Nullable String before) {
        return data.has(name) ? data.text(name) : before;
    }

    @Override
    public void save(PeopleState state, StateOut out) {
        PeopleCodec.save(state, out);
    }

    @Override
    public PeopleState load(int version, StateIn in) {
        return PeopleCodec.load(version, in);
    }
}
