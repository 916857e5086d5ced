package dev.herald.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of a list whose elements have a key by which they are in order: what comes and goes between two pages moves no other. */
public final class Pages {
    private static final int CURSOR_LENGTH_MAX = 4_096;

    private Pages() {}

    /** @param nextAfter what to ask for the next page with; null where this was the last */
    public record Page<T>(List<T> elements, @Nullable String nextAfter) {
        public <R> List<R> map(Function<? super T, ? extends R> made) {
            return elements.stream().<R>map(made).toList();
        }
    }

    /**
     * Where an element stands in its list.
     *
     * @param key what the list is in order of
     * @param id different for each
     */
    public record Place(String key, String id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::key).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        /** As a client hands it back. */
        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((key.length() + ":" + key + id).getBytes(StandardCharsets.UTF_8));
        }

        /** Empty for a text that no page has said. */
        public static Optional<Place> parse(String cursor) {
            if (cursor.length() > CURSOR_LENGTH_MAX) {
                return Optional.empty();
            }
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                int end = colon + 1 + Integer.parseInt(text.substring(0, Math.max(0, colon)));
                return Optional.of(new Place(text.substring(colon + 1, end), text.substring(end)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException noCursor) {
                return Optional.empty();
            }
        }
    }

    private record Placed<T>(Place place, T element) {}

    /** A number as a key: its order is that of the texts. */
    public static String key(long number) {
        return String.format(Locale.ROOT, "%016x", number ^ Long.MIN_VALUE);
    }

    /** @param after the last of the page before; null for the first page */
    public static <T> Page<T> of(
            List<T> all, Function<? super T, Place> placing, boolean isDescending, @Nullable Place after, int limit) {
        List<Placed<T>> found = new ArrayList<>();
        for (T element : all) {
            Place place = placing.apply(element);
            int order = after == null ? 1 : place.compareTo(after);
            if (isDescending && after != null ? order < 0 : order > 0) {
                found.add(new Placed<>(place, element));
            }
        }
        Comparator<Placed<T>> order = Comparator.comparing(Placed::place);
        found.sort(isDescending ? order.reversed() : order);
        List<Placed<T>> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? page.getLast().place().cursor() : null;
        return new Page<>(page.stream().map(Placed::element).toList(), next);
    }
}
