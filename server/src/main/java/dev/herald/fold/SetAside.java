package dev.herald.fold;

import dev.herald.event.Position;

/**
 * A projection that cannot go on, for something in it was thrown. It comes back when the server that is started next
 * can fold what this one could not.
 *
 * @param projection its name
 * @param position the event at which it ended
 * @param reason what was done then, and what was thrown
 */
public record SetAside(String projection, Position position, String reason) {
    String text() {
        return "the projection " + projection + " is set aside at " + position + ": " + reason
                + "; the log has the stack: please report it";
    }
}
