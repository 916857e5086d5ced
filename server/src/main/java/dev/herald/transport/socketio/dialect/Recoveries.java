package dev.herald.transport.socketio.dialect;

import dev.herald.event.Position;
import dev.herald.loop.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients come back to after a loss of network (connection state recovery): the rooms of their socket and where it
 * was. No event is kept here, for events are in the journal. The state of a socket that was lost is kept for
 * {@value #KEPT_MILLIS} ms, and that of at most {@value #KEPT_MAX} sockets and {@value #KEPT_ROOMS_MAX} rooms; the oldest
 * go first. Any thread.
 */
final class Recoveries {
    static final long KEPT_MILLIS = 120_000;
    static final int KEPT_MAX = 10_000;
    static final int KEPT_ROOMS_MAX = 50_000;

    private final Clock clock;
    private final Map<String, Live> live = new HashMap<>();
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();
    private int keptRooms;

    Recoveries(Clock clock) {
        this.clock = clock;
    }

    /**
     * A socket's state.
     *
     * @param id the socket's id, which it keeps
     * @param subject whose it is: nobody else gets it back
     * @param opened where the socket began
     * @param received how far its client is known to have received, whatever it shows; null for unknown
     */
    record State(
            String id,
            String namespace,
            String subject,
            Position opened,
            Memberships memberships,
            @Nullable Offset received) {
        private State received(@Nullable Offset now) {
            return new State(id, namespace, subject, opened, memberships, now);
        }
    }

    /** A socket that is there. */
    interface Owner {
        /** Its client has come back another way, so this socket ends. Any thread. */
        void giveWay();

        /** How far its client is known to have received. Any thread. */
        @Nullable
        Offset received();
    }

    private record Live(State state, Owner owner) {}

    private record Kept(State state, long untilMillis) {
        int rooms() {
            return state.memberships.rooms().size();
        }
    }

    /** The socket's state from now on. */
    synchronized void put(String key, State state, Owner owner) {
        live.put(key, new Live(state, owner));
    }

    /** The socket is gone; what it was is kept only where it was lost. */
    synchronized void remove(String key, Owner owner, boolean isLost) {
        Live was = live.get(key);
        if (was == null || was.owner != owner) {
            return;
        }
        live.remove(key);
        if (isLost) {
            Kept lost = new Kept(was.state.received(owner.received()), now() + KEPT_MILLIS);
            dropOld(lost.rooms());
            kept.put(key, lost);
            keptRooms += lost.rooms();
        }
    }

    /**
     * What the client may come back to. A socket that still has it gives way; what it is told of the end changes nothing
     * here any more.
     */
    Optional<State> take(String key, String namespace, String subject) {
        Owner owner;
        State state;
        synchronized (this) {
            dropOld(0);
            @Nullable Live there = live.get(key);
            @Nullable Kept lost = kept.get(key);
            if (there == null && lost == null) {
                return Optional.empty();
            }
            state = there != null ? there.state.received(there.owner.received()) : Objects.requireNonNull(lost).state;
            if (!state.namespace.equals(namespace) || !state.subject.equals(subject)) {
                return Optional.empty();
            }
            live.remove(key);
            kept.remove(key);
            keptRooms -= lost == null ? 0 : lost.rooms();
            owner = there == null ? null : there.owner;
        }
        if (owner != null) {
            owner.giveWay();
        }
        return Optional.of(state);
    }

    synchronized int keptCount() {
        return kept.size();
    }

    /** @param more rooms that are to be kept as well */
    private void dropOld(int more) {
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            Kept next = oldest.next();
            boolean hasRoom = kept.size() < KEPT_MAX && keptRooms + more <= KEPT_ROOMS_MAX;
            if (next.untilMillis > now() && hasRoom) {
                return;
            }
            oldest.remove();
            keptRooms -= next.rooms();
        }
    }

    private long now() {
        return clock.nanos() / 1_000_000;
    }
}
