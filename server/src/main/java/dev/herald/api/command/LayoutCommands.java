package dev.herald.api.command;

import dev.herald.api.snapshot.Asked;
import dev.herald.api.snapshot.StateReads;
import dev.herald.command.Author;
import dev.herald.command.Deleted;
import dev.herald.command.LayoutDeletion;
import dev.herald.command.LayoutKeeping;
import dev.herald.event.Position;
import dev.herald.event.Rfc3339;
import dev.herald.event.Room;
import dev.herald.http.Headers;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Members;
import dev.herald.projection.layout.Layout;
import dev.herald.projection.layout.LayoutProjection;
import dev.herald.query.Seen;
import dev.herald.query.Widget;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET|POST /dashboard/layout}, {@code DELETE /dashboard/layout/{layout_type}}, {@code GET /dashboard/layouts}. */
final class LayoutCommands {
    private static final String STANDARD = "default";
    private static final Set<String> WIDGETS = widgetNames();

    private final Asking asking;
    private final StateReads reads;

    LayoutCommands(Asking asking, StateReads reads) {
        this.asking = asking;
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                StateReads.get("/dashboard/layout", this::one),
                StateReads.get("/dashboard/layouts", this::all),
                Asking.route("POST", "/dashboard/layout", this::keep),
                Asking.route("DELETE", "/dashboard/layout/{layout_type}", this::delete));
    }

    private static Set<String> widgetNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Widget widget : Widget.values()) {
            names.add(widget.wireName());
        }
        return names;
    }

    /** A layout as it is shown: the members of an answer, in their order. */
    private record Shown(
            String layoutType,
            List<? extends @Nullable Object> widgets,
            long refreshRate,
            String theme,
            @Nullable String createdAt,
            @Nullable String updatedAt,
            long version) {
        static Shown of(Layout layout) {
            return new Shown(
                    layout.type(),
                    layout.widgets(),
                    layout.refreshMillis(),
                    layout.theme(),
                    text(layout.created()),
                    text(layout.changed()),
                    layout.version());
        }

        private static String text(Position at) {
            return Rfc3339.text(at.epochMillis());
        }

        /** What everybody sees who has kept none. */
        static Shown standard() {
            List<Map<String, Object>> widgets = Arrays.stream(Widget.values())
                    .map(widget -> {
                        Map<String, Object> one = new LinkedHashMap<>();
                        one.put("widget_id", widget.wireName());
                        one.put("position", (long) widget.ordinal());
                        one.put("enabled", true);
                        one.put("settings", Map.of());
                        return one;
                    })
                    .toList();
            return new Shown(STANDARD, widgets, 5_000, "light", null, null, 0);
        }
    }

    private record Gone(boolean success, String layoutType) {}

    private Response one(Request request) {
        Asked asked = Asked.of(request, "layout_type");
        String type = asked.text("layout_type").orElse(STANDARD);
        String owner = Author.owner(request.grant());
        Seen<Optional<Layout>> seen = reads.see(
                asked,
                states ->
                        Optional.ofNullable(states.state(LayoutProjection.NAME).layout(owner, type)));
        Shown shown = seen.value().map(Shown::of).orElseGet(() -> {
            if (!type.equals(STANDARD)) {
                throw new ProblemException(Problem.of(404, "Not Found", "There is no layout " + type + "."));
            }
            return Shown.standard();
        });
        return dev.herald.api.snapshot.Answers.versioned(request, seen, null, shown.version(), () -> shown);
    }

    private Response all(Request request) {
        Asked asked = Asked.of(request);
        String owner = Author.owner(request.grant());
        Seen<List<Layout>> seen =
                reads.see(asked, states -> states.state(LayoutProjection.NAME).of(owner));
        return dev.herald.api.snapshot.Answers.array(
                request, seen, null, () -> seen.value().stream().map(Shown::of).toList());
    }

    private Response keep(Request request) {
        Members asked = JsonBody.of(request);
        String type = asked.has("layout_type") ? String.valueOf(asked.text("layout_type")) : STANDARD;
        if (!Room.isId(type) || asked.isNull("layout_type")) {
            String detail = "must match [A-Za-z0-9._-]{1,128}";
            throw new ProblemException(new Problem(
                    422,
                    "Invalid",
                    "/layout_type: " + detail,
                    List.of(new Problem.Location("/layout_type", detail)),
                    Headers.NONE));
        }
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new LayoutKeeping(type, asked, WIDGETS, Asking.expectation(request), author),
                author,
                new Asking.Showing<Layout>(
                        seen -> Answers.of(seen.value().version() == 1 ? 201 : 200, seen, null, Shown.of(seen.value()))
                                .with("ETag", Answers.tag(seen.value().version())),
                        LayoutCommands::current));
    }

    private Response delete(Request request) {
        String type = request.variable("layout_type");
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new LayoutDeletion(type, Asking.expectation(request), author),
                author,
                new Asking.Showing<Deleted>(
                        seen -> Answers.of(200, seen, null, new Gone(true, type)), LayoutCommands::current));
    }

    private static Record current(Object current) {
        return Shown.of((Layout) current);
    }
}
