package dev.herald.presence;

import dev.herald.access.Grant;
import dev.herald.event.Room;
import dev.herald.hub.Subscription;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is here: each session with its principal and what it hears. Any thread; changed when a session comes, subscribes,
 * replaces its token or goes, never when an event is delivered. Bounded by the sessions there may be.
 */
public final class Attendance {
    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    private final Map<UUID, Attendee> attendees = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /**
     * A session.
     *
     * @param connection its id
     * @param grant of its principal
     * @param transport how it came, such as {@code websocket}
     * @param sinceEpochMillis when it came
     * @param subscription what it hears; null for nothing yet
     */
    public record Attendee(
            UUID connection,
            Grant grant,
            String transport,
            long sinceEpochMillis,
            @Nullable Subscription subscription) {
        boolean hears(Room room) {
            return subscription != null && subscription.hears(room);
        }
    }

    /** Hears of those who come and go. Runs on the session's loop, so it must not block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param before null for one that comes
         * @param after null for one that goes
         */
        void hasChanged(@Nullable Attendee before, @Nullable Attendee after);
    }

    /** Before the first session comes. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Those who hear the room now. */
    public List<Attendee> in(Room room) {
        return attendees.values().stream()
                .filter(attendee -> attendee.hears(room))
                .toList();
    }

    /** A session has come, or hears something else. */
    public void put(Attendee attendee) {
        Attendee before = attendees.put(attendee.connection(), attendee);
        tell(before, attendee);
    }

    /** A session has gone; one that never came is no matter. */
    public void remove(UUID connection) {
        Attendee before = attendees.remove(connection);
        if (before != null) {
            tell(before, null);
        }
    }

    /** One that fails costs neither the session nor the other listeners anything. */
    private void tell(@Nullable Attendee before, @Nullable Attendee after) {
        for (Listener listener : listeners) {
            try {
                listener.hasChanged(before, after);
            } catch (RuntimeException | Error defect) {
                LOG.error("a defect: who comes and goes could not be told to {}", listener.getClass(), defect);
            }
        }
    }
}
