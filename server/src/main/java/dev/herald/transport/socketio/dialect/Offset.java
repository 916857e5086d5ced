package dev.herald.transport.socketio.dialect;

import dev.herald.event.Position;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a client that comes back has got: the last argument of the last event that it received. An event's id, and while
 * one room is replayed, which goes back in the log, the number of that replay: {@code 1763635200123-0~2}.
 *
 * @param position of the last event
 * @param generation of the replay, 0 outside of one
 */
record Offset(Position position, int generation) {
    private static final int DIGITS_MAX = 6;

    /** What is added to an event's id. */
    static String suffix(int generation) {
        return generation == 0 ? "" : "~" + generation;
    }

    static Optional<Offset> parse(String text) {
        int tilde = text.indexOf('~');
        if (tilde < 0) {
            return Position.parse(text).map(position -> new Offset(position, 0));
        }
        String digits = text.substring(tilde + 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber
                ? Position.parse(text.substring(0, tilde))
                        .map(position -> new Offset(position, Integer.parseInt(digits)))
                : Optional.empty();
    }

    /**
     * The rooms as the client has received them; empty when that cannot be known, because it was lost between the two
     * sides of a replay.
     *
     * <p>A client shows the last event that it received, and a quiet one an old one. What it has answered a ping for it
     * has received as well, so it goes on from the later of the two.
     *
     * @param offset null when it received no event at all
     */
    static Optional<Resumption> resume(Recoveries.State state, @Nullable Offset offset) {
        Memberships rooms = state.memberships();
        Offset received = state.received();
        Optional<Position> answered = received != null && received.generation == rooms.generation()
                ? Optional.of(received.position)
                : Optional.empty();
        return Stream.of(shown(state, offset), answered)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(from -> new Resumption(rooms.sentTo(from), from));
    }

    private static Optional<Position> shown(Recoveries.State state, @Nullable Offset offset) {
        if (offset == null) {
            return state.memberships().generation() == 0 ? Optional.of(state.opened()) : Optional.empty();
        }
        Memberships rooms = state.memberships();
        // Outside of a replay offsets are bare, before it as after it: after it, they lie beyond where it began.
        boolean isKnown = offset.generation == rooms.generation()
                || offset.generation == 0 && offset.position.isAfter(rooms.turned());
        return isKnown ? Optional.of(offset.position) : Optional.empty();
    }

    /** @param from the session goes on after this event */
    record Resumption(Memberships rooms, Position from) {}
}
