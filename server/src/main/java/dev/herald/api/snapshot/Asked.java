package dev.herald.api.snapshot;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.http.Request;
import dev.herald.projection.Window;
import dev.herald.query.Pages;
import dev.herald.query.Sight;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request for the state asks; what is not understood is refused, never ignored. Any thread. */
public final class Asked {
    public static final int LIMIT_MAX = 1_000;
    private static final int LIMIT_DEFAULT = 100;
    private static final int TEXT_LENGTH_MAX = 256;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

    private final Request request;

    private Asked(Request request) {
        this.request = request;
    }

    /**
     * @param known the parameters that the route takes, beside {@code as_of} and {@code token}
     * @throws dev.herald.http.ProblemException 400 for any other, and for one that is given twice
     */
    public static Asked of(Request request, String... known) {
        Set<String> all = new LinkedHashSet<>(List.of(known));
        all.add("as_of");
        request.query().forEach((name, values) -> {
            if (!all.contains(name) && !name.equals("token")) {
                throw Refused.unknownParameter(name, all);
            }
            if (values.size() > 1) {
                throw Refused.parameter(name, "is given once at most");
            }
        });
        return new Asked(request);
    }

    public Request request() {
        return request;
    }

    public Reach reach() {
        return request.grant().reach();
    }

    /** As of when: null for now. */
    public @Nullable Position asOf() {
        return position("as_of");
    }

    /** An event's id, or a time: then that of the last event that could be then. Null where it is not given. */
    public @Nullable Position position(String name) {
        return text(name).map(text -> moment(name, text)).orElse(null);
    }

    private static Position moment(String name, String text) {
        Optional<Position> id = Position.parse(text);
        if (id.isPresent()) {
            return id.get();
        }
        try {
            // A + that was not escaped in the query has become a space; no time has one of its own.
            long millis =
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
            return Position.of(millis, Position.SEQUENCE_MAX);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException neither) {
            throw Refused.parameter(name, "is an event id such as 1763635200123-0 or an RFC 3339 time");
        }
    }

    /**
     * The project that the path names.
     *
     * @throws dev.herald.http.ProblemException 403 where the token does not name it
     */
    public ProjectId project() {
        String text = request.variable("id");
        ProjectId id = ProjectId.parse(text)
                .orElseThrow(() -> Refused.notFound(
                        "there is no project " + text + ": the id of a project matches [A-Za-z0-9._-]{1,128}"));
        return readable(id);
    }

    /** The project that the query names; null where it names none. */
    public @Nullable ProjectId projectInQuery() {
        Optional<String> text = text("project_id");
        return text.map(id -> readable(ProjectId.parse(id)
                        .orElseThrow(() -> Refused.parameter("project_id", "matches [A-Za-z0-9._-]{1,128}"))))
                .orElse(null);
    }

    private ProjectId readable(ProjectId id) {
        if (!request.grant().mayRead(id)) {
            throw Refused.forbidden("the token does not name project " + id);
        }
        return id;
    }

    /** @throws dev.herald.http.ProblemException 403 where the token may not read what the answer is made of */
    public Asked reading(Set<KnownType> types) {
        String lacking = Sight.lacking(reach(), types);
        if (lacking != null) {
            throw Refused.forbidden(lacking);
        }
        return this;
    }

    /** How far the window reaches back; 30 days where nobody says. */
    public Window.Timeframe timeframe() {
        return choice("timeframe", Window.Timeframe::of, names(Window.Timeframe.values(), Window.Timeframe::wireName))
                .orElse(Window.Timeframe.MONTH);
    }

    public int limit() {
        return number("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
    }

    /** What the page before said in {@code next_after}; null for the first page. */
    public Pages.@Nullable Place after() {
        return text("after")
                .map(text -> Pages.Place.parse(text)
                        .orElseThrow(() -> Refused.parameter("after", "is what a page before said in next_after")))
                .orElse(null);
    }

    public Optional<Integer> number(String name, int min, int max) {
        return text(name).map(text -> {
            int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
            if (number < min || number > max) {
                throw Refused.parameter(name, "is a number from " + min + " to " + max);
            }
            return number;
        });
    }

    public @Nullable Boolean fact(String name) {
        return choice(name, text -> Optional.of(text.equals("true")), List.of("true", "false"))
                .orElse(null);
    }

    /** A text of a bounded length; empty where it is not given, or given empty. */
    public Optional<String> text(String name) {
        return given(name).filter(text -> !text.isEmpty());
    }

    /** The same, where an empty text means something. */
    public Optional<String> given(String name) {
        Optional<String> text = request.parameter(name);
        if (text.isPresent()
                && text.get().length() > TEXT_LENGTH_MAX
                && !name.equals("after")
                && !name.equals("names")) {
            throw Refused.parameter(name, "has at most " + TEXT_LENGTH_MAX + " characters");
        }
        return text;
    }

    /** One of several values. @param allowed their names, for who gives another */
    public <T> Optional<T> choice(String name, Function<String, Optional<T>> reading, Collection<String> allowed) {
        return text(name).map(text -> read(name, text, reading, allowed));
    }

    /** Any of several values, with commas between them; empty where nothing is given. */
    public <T> List<T> choices(String name, Function<String, Optional<T>> reading, Collection<String> allowed) {
        return text(name)
                .map(all -> Arrays.stream(all.split(",", -1))
                        .map(text -> read(name, text.strip(), reading, allowed))
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    private static <T> T read(
            String name, String text, Function<String, Optional<T>> reading, Collection<String> allowed) {
        Optional<T> value = allowed.contains(text) ? reading.apply(text) : Optional.empty();
        return value.orElseThrow(() -> Refused.parameter(name, "is one of " + String.join(", ", allowed)));
    }

    /** The names of an enum's values. */
    public static <E> List<String> names(E[] values, Function<E, String> name) {
        return Arrays.stream(values).map(name).collect(Collectors.toList());
    }
}
