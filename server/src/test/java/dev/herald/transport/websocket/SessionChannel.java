package dev.herald.transport.websocket;

import dev.herald.net.websocket.ClientFrames;
import dev.herald.net.websocket.WebSocketSettings;
import dev.herald.net.websocket.WebSockets;
import dev.herald.session.SessionStage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of one WebSocket session on a channel without a socket. */
final class SessionChannel {
    private final SessionStage stage;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteBuf received = Unpooled.buffer();
    final AtomicInteger open = new AtomicInteger();

    SessionChannel(SessionStage stage, boolean isDeflated) {
        this.stage = stage;
        stage.rules.admit();
        WebSocketLoop home = new WebSocketLoop(stage.rules, stage.loop, channel.alloc(), open);
        new WebSockets(new WebSocketSettings(stage.rules.settings().messageBytesMax(), 5_000), stage.loop)
                .attach(stage.loop, channel, isDeflated, connection -> {
                    WebSocketSession session = new WebSocketSession(home, connection, stage.shard, stage.caller());
                    session.onOpen();
                    return session;
                });
    }

    EmbeddedChannel channel() {
        return channel;
    }

    void send(byte[]... frames) {
        for (byte[] frame : frames) {
            channel.writeInbound(Unpooled.copiedBuffer(frame));
        }
        stage.loop.run();
    }

    void say(String json) {
        send(ClientFrames.text(json));
    }

    /** Frames that came since the last call. */
    List<ClientFrames.Frame> frames() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
        return ClientFrames.read(received);
    }

    /** Texts that came since the last call. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (ClientFrames.Frame frame : frames()) {
            if (frame.opcode() == ClientFrames.TEXT) {
                texts.add(frame.text());
            }
        }
        return texts;
    }

    /** Whether the channel takes more, as the sockets buffer would say it. */
    void writable(boolean isWritable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isWritable);
        channel.runPendingTasks();
        stage.loop.run();
    }
}
