package dev.herald.meter;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The state of each part, asked when somebody looks. Any thread. */
public final class Health {
    /** Ordered from good to bad: the whole is as bad as its worst part. */
    public enum Level {
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }

    /** @param detail what is wrong and what to do; empty when all is well */
    public record Status(Level level, String detail) {
        public static final Status HEALTHY = new Status(Level.HEALTHY, "");

        /** The worse of two states of one part. */
        public Status orWorse(Status other) {
            return other.level.compareTo(level) > 0 ? other : this;
        }
    }

    private final Map<String, Supplier<Status>> parts = new LinkedHashMap<>();

    /** Names a part; its supplier must not block. */
    public synchronized void add(String part, Supplier<Status> status) {
        parts.put(part, status);
    }

    /** Each part's state now, in the order they were added. */
    public synchronized Map<String, Status> look() {
        Map<String, Status> now = new LinkedHashMap<>();
        parts.forEach((part, status) -> now.put(part, status.get()));
        return now;
    }

    /** The whole, which is as bad as its worst part. */
    public Level worst() {
        return look().values().stream()
                .map(Status::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.HEALTHY);
    }
}
