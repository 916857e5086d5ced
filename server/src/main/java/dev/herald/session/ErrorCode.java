package dev.herald.session;

/** What an error message's {@code code} says; stable, for programs. */
public enum ErrorCode {
    /** Not JSON, not an object, or a field of the wrong form. */
    BAD_REQUEST,
    /** None of the names in {@code event_types} is known. */
    UNKNOWN_EVENT_TYPE,
    /** {@code last_event_id} is not a position. */
    INVALID_EVENT_ID,
    /** A name in {@code rooms} is not a room's, or there are too many. */
    INVALID_ROOM,
    /** {@code project_id} is not a project's name. */
    INVALID_PROJECT,
    /** A token is needed first. */
    AUTH_MISSING,
    /** The token does not hold, or is another principal's. */
    AUTH_FAILED,
    /** The token does not allow to hear that project or room. */
    ROOM_ACCESS_DENIED,
    /** The token does not allow that. */
    FORBIDDEN,
    /** The server is open: there are no tokens to present. */
    AUTH_NOT_CONFIGURED,
    /** Messages come faster than the limit. */
    RATE_LIMITED
}
