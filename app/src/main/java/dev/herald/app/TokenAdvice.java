package dev.herald.app;

import dev.herald.client.ConnectionState;

/** What somebody can do about a token that the server wants or does not take. */
final class TokenAdvice {
    private static final String GIVE =
            "give one with --token-file FILE or HERALD_TOKEN; \"herald token\" makes one where the server's key is";
    private static final String TOKEN =
            ". The server wants a token that holds: " + GIVE + ", \"herald token inspect\" says what is wrong with one";
    private static final String RIGHTS =
            ". The token does not allow this: \"herald token inspect\" says which projects and roles it has";

    private TokenAdvice() {}

    /** After an HTTP status; nothing for those that do not speak of tokens. */
    static String of(int status) {
        return status == 401 ? TOKEN : status == 403 ? RIGHTS : "";
    }

    /** Of something that the server refused: in place of what it says to programs, what a person can do. */
    static String refused(int status, String detail, boolean hasToken) {
        return status == 401 && !hasToken ? "the server wants a token: " + GIVE : detail + of(status);
    }

    /**
     * Of a subscription that is over.
     *
     * @param reason as the client has it, fit to be printed
     * @param hasToken whether a token was shown
     */
    static String ended(ConnectionState.Why why, String reason, boolean hasToken) {
        return switch (why) {
            case TOKEN_REFUSED ->
                hasToken
                        ? "the server does not take this token (" + reason
                                + "): \"herald token inspect\" says what is wrong with it"
                        : "the server wants a token: " + GIVE;
            case FORBIDDEN ->
                "the token does not allow this (" + reason
                        + "): \"herald token inspect\" says which projects and roles it has";
            case NOT_HERALD -> reason + ServerOption.OTHER;
            case REFUSED, SUBSCRIBER -> "ended: " + reason;
        };
    }
}
