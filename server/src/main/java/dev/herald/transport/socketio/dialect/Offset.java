package dev.herald.transport.socketio.dialect;

import dev.herald.event.Position;
import java.util.Optional;
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
     * @param offset null when it received no event at all
     */
    static Optional<Resumption> resume(Recoveries.State state, @Nullable Offset offset) {
        Memberships rooms = state.memberships();
        if (offset == null) {
            return rooms.generation() == 0 ? Optional.of(new Resumption(rooms, state.opened())) : Optional.empty();
        }
        // Outside of a replay offsets are bare, before it as after it: after it, they lie beyond all that was sent
        // before.
        boolean isKnown = offset.generation == rooms.generation()
                || offset.generation == 0 && offset.position.isAfter(rooms.sentTo());
        return isKnown ? Optional.of(new Resumption(rooms.sentTo(offset.position), offset.position)) : Optional.empty();
    }

    /** @param from the session goes on after this event */
    record Resumption(Memberships rooms, Position from) {}
}
