package dev.herald.net.websocket;

/** A message that ends the connection: with which code, and why. */
final class InvalidMessage extends Exception {
    private static final long serialVersionUID = 1L;
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_PAYLOAD = 1007;
    static final int TOO_BIG = 1009;

    private final int code;

    InvalidMessage(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
