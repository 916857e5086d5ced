package dev.herald.app;

import dev.herald.client.ConnectionState;

/** What somebody can do about a token that the server wants or does not take. */
final class TokenAdvice {
    private static final String TOKEN =
            ". Give a token with --token-file FILE or HERALD_TOKEN; \"herald token\" makes one, \"herald token inspect\""
                    + " says what is wrong with it";
    private static final String RIGHTS =
            ". The token does not allow this: \"herald token inspect\" says which projects and roles it has";

    private TokenAdvice() {}

    /** After an HTTP status; nothing for those that do not speak of tokens. */
    static String of(int status) {
        return status == 401 ? TOKEN : status == 403 ? RIGHTS : "";
    }

    /** After the end of a subscription. */
    static String of(ConnectionState.Why why) {
        return switch (why) {
            case TOKEN_REFUSED -> TOKEN;
            case FORBIDDEN -> RIGHTS;
            case REFUSED, SUBSCRIBER -> "";
        };
    }
}
