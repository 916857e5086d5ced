package dev.herald.lab.bench;

/** How a counting client hears events. */
enum Protocol {
    WEBSOCKET("", "/ws"),
    SSE("sse", "/sse"),
    SOCKETIO("socket.io", "/socket.io/?EIO=4&transport=websocket");

    private final String suffix;
    private final String path;

    Protocol(String suffix, String path) {
        this.suffix = suffix;
        this.path = path;
    }

    /** For a report: the target's name, and the protocol where it is not the usual one. */
    String nameOf(Target target) {
        return suffix.isEmpty() || target.name().contains(suffix) ? target.name() : target.name() + " " + suffix;
    }

    /** The request that a connection begins with. */
    String request() {
        return switch (this) {
            case SSE -> "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
            case WEBSOCKET, SOCKETIO ->
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        };
    }
}
