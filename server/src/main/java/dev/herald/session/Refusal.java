package dev.herald.session;

/**
 * Why something that a client asked for does not happen; nothing has changed.
 *
 * @param code for programs
 * @param message for people: what was wrong and what to do
 */
public record Refusal(ErrorCode code, String message) implements Command, Answer {
    /** What a session is told that would name one room too many. */
    public static final Refusal NO_MORE_ROOMS = new Refusal(
            ErrorCode.RATE_LIMITED, "all sessions together name as many rooms as they may; leave some, or try later");

    static Refusal tooMany(ErrorCode code, String field, int max) {
        return new Refusal(code, "at most " + max + " " + field);
    }
}
