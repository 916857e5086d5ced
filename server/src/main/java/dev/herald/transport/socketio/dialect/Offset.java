package dev.herald.transport.socketio.dialect;

import dev.herald.event.Position;
import java.util.Optional;

/**
 * How far a client that comes back has got: the last argument of the last event that it received. It is that event's id.
 * While one room is replayed, which goes back in the log, the number of that replay follows: {@code 1763635200123-0~2}.
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
}
