package dev.herald.transport.engineio;

import dev.herald.http.Response;
import java.nio.charset.StandardCharsets;

/** Why a request is refused: the codes and words that clients of the reference implementation know. */
enum EngineError {
    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    UNKNOWN_SID(1, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    BAD_REQUEST(3, "Bad request"),
    FORBIDDEN(4, "Forbidden"),
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final Response response;

    EngineError(int code, String message) {
        String json = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
        response = Response.json(code == 4 ? 403 : 400, json.getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store");
    }

    Response response() {
        return response;
    }
}
