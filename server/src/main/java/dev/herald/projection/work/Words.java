package dev.herald.projection.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts that come again and again, such as who a task is assigned to, each kept once. One thread. */
final class Words {
    /** More different ones are kept as they come. */
    private static final int KEPT_MAX = 20_000;

    private final Map<String, String> kept = new HashMap<>();

    @Nullable
    String same(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String known = kept.get(text);
        if (known == null && kept.size() < KEPT_MAX) {
            kept.put(text, text);
        }
        return known == null ? text : known;
    }

    List<String> same(List<String> texts) {
        return texts.isEmpty()
                ? List.of()
                : texts.stream()
                        .map(text -> {
                            String known = same(text);
                            return known == null ? text : known;
                        })
                        .toList();
    }
}
