package dev.herald.lab.conformance;

import dev.herald.access.OriginRule;
import dev.herald.http.Problem;
import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import dev.herald.net.Endpoint;
import dev.herald.net.Exchange;
import dev.herald.net.websocket.Frames;
import dev.herald.net.websocket.Handshake;
import dev.herald.net.websocket.MessageDeflater;
import dev.herald.net.websocket.WebSocketApplication;
import dev.herald.net.websocket.WebSocketConnection;
import dev.herald.net.websocket.WebSocketSettings;
import dev.herald.net.websocket.WebSockets;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A plain WebSocket that returns text and binary messages, compressed where that was agreed on. */
final class WebSocketEcho implements Endpoint {
    private static final int MESSAGE_BYTES_MAX = 16 << 20;
    private static final long CLOSE_MILLIS = 5_000;

    private final OriginRule origins;
    private final WebSockets webSockets =
            new WebSockets(new WebSocketSettings(MESSAGE_BYTES_MAX, CLOSE_MILLIS), Clock.system());
    private final Map<Loop, MessageDeflater> deflaters = new ConcurrentHashMap<>();

    WebSocketEcho(OriginRule origins) {
        this.origins = origins;
    }

    @Override
    public void onRequest(Exchange exchange) {
        if (exchange.isHttp2()) {
            exchange.respond(Problem.of(400, "Bad Request", "WebSockets are opened over HTTP/1.1 here")
                    .response());
            return;
        }
        switch (Handshake.judge(exchange.request(), origins)) {
            case Handshake.Refused(Problem problem) -> exchange.respond(problem.response());
            case Handshake.Accepted accepted -> webSockets.open(exchange, accepted, this::echo);
        }
    }

    private Echo echo(WebSocketConnection connection) {
        return new Echo(connection, deflaters.computeIfAbsent(connection.loop(), _ -> new MessageDeflater()));
    }

    /** Runs on the connection's loop. */
    private record Echo(WebSocketConnection connection, MessageDeflater deflater) implements WebSocketApplication {
        @Override
        public void onText(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ByteBuf frame = connection.buffer(Frames.bytes(utf8.length));
            if (connection.isDeflated()) {
                deflater.text(frame, utf8);
            } else {
                Frames.text(frame, utf8);
            }
            connection.say(frame);
        }

        @Override
        public void onBinary(byte[] message) {
            ByteBuf frame = connection.buffer(Frames.bytes(message.length));
            if (connection.isDeflated()) {
                deflater.binary(frame, message);
            } else {
                Frames.binary(frame, message);
            }
            connection.say(frame);
        }

        @Override
        public void onWritable() {
            // Reading stops while the client does not read, so nothing is held back.
        }

        @Override
        public void onClosing() {
            // Holds nothing.
        }

        @Override
        public void onGone() {
            // Holds nothing.
        }
    }
}
