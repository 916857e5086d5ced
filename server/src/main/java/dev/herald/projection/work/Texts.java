package dev.herald.projection.work;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that occur in many tasks are kept once: people, labels, days, estimates. It remembers the ones met last, up to
 * {@value #KEPT_MAX}. One thread.
 */
final class Texts {
    private static final int KEPT_MAX = 4_096;
    /** What is longer will hardly come again. */
    private static final int LENGTH_MAX = 64;

    private static final int SIZE_MAX = 8;

    private final @Nullable Object[] kept = new @Nullable Object[KEPT_MAX];

    @Nullable
    String one(@Nullable String text) {
        return text == null || text.length() > LENGTH_MAX ? text : same(text);
    }

    @Nullable
    Double number(@Nullable Double value) {
        return value == null ? null : same(value);
    }

    List<String> all(List<String> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        if (values.size() > SIZE_MAX) {
            return List.copyOf(values);
        }
        List<String> each = values.stream()
                .map(value -> value.length() > LENGTH_MAX ? value : same(value))
                .toList();
        return same(List.copyOf(each));
    }

    @SuppressWarnings("unchecked")
    private <T> T same(T value) {
        int hash = value.hashCode();
        int cell = (hash ^ hash >>> 12 ^ hash >>> 24) & KEPT_MAX - 1;
        Object known = kept[cell];
        if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
            return (T) known;
        }
        kept[cell] = value;
        return value;
    }
}
