package dev.herald.projection.layout;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The layouts of all users. One thread; what it answers is immutable. */
public final class LayoutState {
    /** So many of one user are kept; the one that was changed longest ago gives way. */
    public static final int OF_ONE_MAX = 100;

    private final Map<String, Map<String, Layout>> layouts = new LinkedHashMap<>();

    LayoutState() {}

    /** Null where there is none. */
    public @Nullable Layout layout(String owner, String type) {
        Map<String, Layout> own = layouts.get(owner);
        return own == null ? null : own.get(type);
    }

    /** All of one user, in the order in which they were changed last. */
    public List<Layout> of(String owner) {
        Map<String, Layout> own = layouts.get(owner);
        return own == null ? List.of() : List.copyOf(own.values());
    }

    void put(Layout layout) {
        Map<String, Layout> own = layouts.computeIfAbsent(layout.owner(), any -> new LinkedHashMap<>());
        own.remove(layout.type());
        own.put(layout.type(), layout);
        if (own.size() > OF_ONE_MAX) {
            own.remove(own.keySet().iterator().next());
        }
    }

    void remove(String owner, String type) {
        Map<String, Layout> own = layouts.get(owner);
        if (own != null) {
            own.remove(type);
            if (own.isEmpty()) {
                layouts.remove(owner);
            }
        }
    }

    Collection<Map<String, Layout>> all() {
        return layouts.values();
    }
}
