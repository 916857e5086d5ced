package dev.herald.projection.layout;

import dev.herald.event.Position;
import dev.herald.projection.Context;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import dev.herald.projection.Projection;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateName;
import dev.herald.projection.StateOut;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folds {@code custom.dashboard.layout}: the whole layout, or that it is gone. */
public final class LayoutProjection implements Projection<LayoutState> {
    public static final StateName<LayoutState> NAME = new StateName<>("layout");
    public static final String TYPE = "custom.dashboard.layout";

    private static final int VERSION = 1;
    private static final int NAME_LENGTH_MAX = 128;
    private static final int WIDGETS_MAX = 1_000;
    private static final long REFRESH_MILLIS = 5_000;

    @Override
    public StateName<LayoutState> name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public LayoutState begin() {
        return new LayoutState();
    }

    @Override
    public void fold(LayoutState state, Happening event, Context context) {
        if (!event.type().wireName().equals(TYPE)) {
            return;
        }
        Members data = event.data();
        String owner = Objects.requireNonNullElse(data.text("owner"), "");
        String type = data.text("layout_type");
        List<? extends @Nullable Object> widgets = data.list("widgets");
        if (type == null
                || type.length() > NAME_LENGTH_MAX
                || owner.length() > NAME_LENGTH_MAX
                || widgets.size() > WIDGETS_MAX) {
            return;
        }
        if ("deleted".equals(data.text("action"))) {
            state.remove(owner, type);
            return;
        }
        Layout before = state.layout(owner, type);
        Long refresh = data.whole("refresh_rate");
        state.put(new Layout(
                owner,
                type,
                Collections.unmodifiableList(widgets),
                refresh == null ? REFRESH_MILLIS : refresh,
                "dark".equals(data.text("theme")) ? "dark" : "light",
                before == null ? event.position() : before.created(),
                event.position(),
                before == null ? 1 : before.version() + 1));
    }

    @Override
    public void save(LayoutState state, StateOut out) {
        out.each(state.all(), (to, own) -> to.each(own.values(), LayoutProjection::layout));
    }

    private static void layout(StateOut out, Layout of) {
        out.text(of.owner());
        out.text(of.type());
        out.value(of.widgets());
        out.number(of.refreshMillis());
        out.text(of.theme());
        out.number(of.created().packed());
        out.number(of.changed().packed());
        out.number(of.version());
    }

    @Override
    public LayoutState load(int version, StateIn in) {
        if (version != VERSION) {
            throw new IllegalStateException("no version " + version + " of the state of layouts is known");
        }
        LayoutState state = new LayoutState();
        in.each(from -> from.each(LayoutProjection::layout)).forEach(own -> own.forEach(state::put));
        return state;
    }

    @SuppressWarnings("unchecked")
    private static Layout layout(StateIn in) {
        return new Layout(
                in.text(),
                in.text(),
                (List<@Nullable Object>) Objects.requireNonNull(in.value()),
                in.number(),
                in.text(),
                new Position(in.number()),
                new Position(in.number()),
                in.number());
    }
}
