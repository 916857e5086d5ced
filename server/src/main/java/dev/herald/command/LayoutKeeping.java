package dev.herald.command;

import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.Room;
import dev.herald.event.Versioned;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.layout.Layout;
import dev.herald.projection.layout.LayoutProjection;
import dev.herald.projection.layout.LayoutState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a user's layout of a dashboard as it is given, whole. */
public final class LayoutKeeping implements Command<LayoutSight, Layout> {
    static final EventType TYPE = EventType.parse(LayoutProjection.TYPE).orElseThrow();
    private static final Set<String> SAYABLE = Checks.names("layout_type", "widgets", "refresh_rate", "theme");
    private static final Set<String> OWN = Checks.names("created_at", "updated_at", "version", "as_of", "at");
    private static final Set<String> OF_WIDGET = Checks.names("widget_id", "position", "enabled", "settings");
    private static final Set<String> THEMES = Checks.names("light", "dark");
    private static final long REFRESH_MILLIS_MIN = 1_000;
    private static final long REFRESH_MILLIS_MAX = 60_000;
    private static final long REFRESH_MILLIS = 5_000;

    private final String owner;
    private final String type;
    private final Members asked;
    private final Set<String> known;
    private final Expectation expected;
    private final Author author;

    /**
     * @param type which of the user's
     * @param known the widgets that there are
     */
    public LayoutKeeping(String type, Members asked, Set<String> known, Expectation expected, Author author) {
        this.owner = author.owner();
        this.type = type;
        this.asked = asked;
        this.known = known;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public LayoutSight look(States states) {
        return LayoutSight.of(states, owner, type);
    }

    @Override
    public Decision decide(LayoutSight sight) {
        Layout before = sight.layout();
        Denial outdated = before == null ? null : expected.denial("the layout", before, before.version());
        if (outdated != null) {
            return new Decision.Denied(outdated);
        }
        Checks checks = checks();
        if (before == null && sight.count() >= LayoutState.OF_ONE_MAX) {
            return checks.orElse(new Decision.Denied(new Denial.Conflict(
                    "there are " + LayoutState.OF_ONE_MAX + " layouts already: delete one before another is kept")));
        }
        Map<String, @Nullable Object> data = fields(owner, type);
        data.put("widgets", asked.list("widgets"));
        data.put("refresh_rate", asked.has("refresh_rate") ? asked.all().get("refresh_rate") : REFRESH_MILLIS);
        data.put("theme", asked.has("theme") ? asked.all().get("theme") : "light");
        data.put("action", before == null ? "created" : "updated");
        return checks.orElse(tell(author, type, data, sight.asOf()));
    }

    static Map<String, @Nullable Object> fields(String owner, String type) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        if (!owner.isEmpty()) {
            data.put("owner", owner);
        }
        data.put("layout_type", type);
        return data;
    }

    static Decision tell(Author author, String type, Map<String, @Nullable Object> data, Position guard) {
        String owner = author.owner();
        return author.tellTo(
                owner.isEmpty() ? Room.GLOBAL : Room.user(owner),
                type,
                new Statement(TYPE, null, data),
                Versioned.layout(owner + "/" + type),
                guard);
    }

    private Checks checks() {
        Checks checks = new Checks(asked);
        Set<String> names = Checks.names();
        names.addAll(SAYABLE);
        names.addAll(OWN);
        checks.onlyKnown(names);
        checks.isOneOf("theme", THEMES);
        Long refresh = asked.whole("refresh_rate");
        if (asked.has("refresh_rate")
                && (refresh == null || refresh < REFRESH_MILLIS_MIN || refresh > REFRESH_MILLIS_MAX)) {
            checks.add(
                    "/refresh_rate",
                    "must be a whole number of milliseconds from " + REFRESH_MILLIS_MIN + " to " + REFRESH_MILLIS_MAX);
        }
        if (!(asked.all().get("widgets") instanceof List<?>)) {
            checks.add("/widgets", "is required: an array of objects with a widget_id");
        }
        Set<String> met = new HashSet<>();
        int index = 0;
        for (Object one : asked.list("widgets")) {
            widget(Members.ofValue(one), "/widgets/" + index++, met, checks);
        }
        return checks;
    }

    private void widget(Members widget, String pointer, Set<String> met, Checks checks) {
        String id = widget.text("widget_id");
        if (id == null || !known.contains(id)) {
            checks.add(pointer + "/widget_id", "must be one of " + String.join(", ", known));
        } else if (!met.add(id)) {
            checks.add(pointer + "/widget_id", "is there twice: " + id);
        }
        for (Map.Entry<String, @Nullable Object> member : widget.all().entrySet()) {
            Object value = member.getValue();
            String at = pointer + "/" + Checks.segment(Checks.shown(member.getKey()));
            switch (member.getKey()) {
                case "widget_id" -> {
                    // It has been looked at.
                }
                case "position" -> {
                    if (!(value instanceof Map<?, ?>) && !(value instanceof Long)) {
                        checks.add(at, "must be an object such as {\"x\":0,\"y\":0}, or a whole number");
                    }
                }
                case "enabled" -> {
                    if (!(value instanceof Boolean)) {
                        checks.add(at, "must be true or false");
                    }
                }
                case "settings" -> {
                    if (!(value instanceof Map<?, ?>)) {
                        checks.add(at, "must be an object");
                    }
                }
                default -> checks.add(at, "is not known here: " + String.join(", ", OF_WIDGET) + " are");
            }
        }
    }

    @Override
    public String about(Members data) {
        return type;
    }

    @Override
    public @Nullable Layout show(States states, String about) {
        return states.state(LayoutProjection.NAME).layout(owner, type);
    }

    @Override
    public Object subject() {
        return "layout " + owner + "/" + type;
    }
}
