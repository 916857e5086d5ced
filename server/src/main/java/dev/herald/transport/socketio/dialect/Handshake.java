package dev.herald.transport.socketio.dialect;

import dev.herald.http.Request;
import dev.herald.session.Entrance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the request that opened a connection said. Any thread.
 *
 * @param token from {@code Authorization} or {@code ?token=}, or null
 * @param takesOffsets whether the client may be given an argument more than the event: python-engineio's, which stamp
 *     their requests with the time in seconds, hand each argument to handlers that take one
 */
record Handshake(@Nullable String token, boolean takesOffsets) {
    private static final Pattern PYTHON_STAMP = Pattern.compile("[0-9]{9,11}\\.[0-9]{1,9}");

    static Handshake of(Request request) {
        boolean isPython = request.parameter("t")
                .filter(stamp -> PYTHON_STAMP.matcher(stamp).matches())
                .isPresent();
        return new Handshake(Entrance.token(request).orElse(null), !isPython);
    }

    /** Whether the request is of who opened the connection, as far as a token can tell. */
    boolean isSame(Request request) {
        if (token == null) {
            return true;
        }
        String other = Entrance.token(request).orElse("");
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Handshake[" + (token == null ? "no token" : "a token") + "]";
    }
}
