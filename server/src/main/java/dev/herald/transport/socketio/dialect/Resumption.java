package dev.herald.transport.socketio.dialect;

import dev.herald.event.Position;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a client that comes back goes on.
 *
 * @param rooms as the client has received them
 * @param from the session goes on after this event
 */
record Resumption(Memberships rooms, Position from) {
    /**
     * Goes on from what the client has received; empty when that cannot be known, because the client was lost between the
     * two sides of a replay.
     *
     * <p>A client shows the last event that it received, and a quiet one shows an old one. It has also received all that
     * it has answered a ping for, so it goes on from the later of the two.
     *
     * @param shown null when it received no event at all
     */
    static Optional<Resumption> of(Recoveries.State state, @Nullable Offset shown) {
        Memberships rooms = state.memberships();
        Offset received = state.received();
        Optional<Position> answered = received != null && received.generation() == rooms.generation()
                ? Optional.of(received.position())
                : Optional.empty();
        return Stream.of(position(state, shown), answered)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(from -> new Resumption(rooms.sentTo(from), from));
    }

    private static Optional<Position> position(Recoveries.State state, @Nullable Offset shown) {
        Memberships rooms = state.memberships();
        if (shown == null) {
            return rooms.generation() == 0 ? Optional.of(state.opened()) : Optional.empty();
        }
        // Outside of a replay an offset is bare, before it as after it. One from after it lies beyond where it began.
        boolean isKnown = shown.generation() == rooms.generation()
                || shown.generation() == 0 && shown.position().isAfter(rooms.turned());
        return isKnown ? Optional.of(shown.position()) : Optional.empty();
    }
}
