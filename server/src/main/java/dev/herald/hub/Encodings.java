package dev.herald.hub;

import dev.herald.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was encoded during one delivery of a shard, so that audiences which differ only in what does not matter now share
 * the bytes: a thousand users, each with a room of his own, get an event of their project from one encoding. Runs on its
 * loop; empty between deliveries; bounded by number.
 */
final class Encodings {
    private static final int KEPT_MAX = 64;

    private final ShardFigures figures;
    private final Map<Piece, Encoded> kept = new HashMap<>();
    private boolean isOpen;

    Encodings(ShardFigures figures) {
        this.figures = figures;
    }

    /** A delivery begins. @param isShared whether there is anybody to share with */
    void begin(boolean isShared) {
        isOpen = isShared;
    }

    /** The events in the dialect; the caller releases. */
    <E extends Encoded> E encode(Dialect<E> dialect, List<Event> events) {
        if (!isOpen) {
            return fresh(dialect, events);
        }
        Piece piece = new Piece(dialect, List.copyOf(events));
        // Equal dialects encode to the same type: that is what Dialect promises.
        @SuppressWarnings("unchecked")
        @Nullable
        E found = (E) kept.get(piece);
        if (found != null) {
            found.retain();
            return found;
        }
        E encoded = fresh(dialect, events);
        if (kept.size() < KEPT_MAX) {
            encoded.retain();
            kept.put(piece, encoded);
        }
        return encoded;
    }

    /** The delivery is over: nothing is kept. */
    void end() {
        isOpen = false;
        if (!kept.isEmpty()) {
            List<Encoded> all = List.copyOf(kept.values());
            kept.clear();
            all.forEach(Encoded::release);
        }
    }

    private <E extends Encoded> E fresh(Dialect<E> dialect, List<Event> events) {
        figures.encoded();
        return dialect.encode(events);
    }

    /** Within one delivery an event is one object, known by its position. */
    private record Piece(Dialect<?> dialect, List<Event> events) {
        @Override
        public int hashCode() {
            int hash = dialect.hashCode();
            for (int i = 0; i < events.size(); i++) {
                hash = 31 * hash + events.get(i).position().hashCode();
            }
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (!(other instanceof Piece piece)
                    || piece.events.size() != events.size()
                    || !piece.dialect.equals(dialect)) {
                return false;
            }
            for (int i = 0; i < events.size(); i++) {
                if (piece.events.get(i) != events.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
