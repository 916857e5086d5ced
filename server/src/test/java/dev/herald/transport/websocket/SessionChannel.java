package dev.herald.transport.websocket;

import dev.herald.transport.SessionStage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
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
        WebSocketSession session = new WebSocketSession(home, channel, stage.shard, isDeflated, stage.caller());
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(stage.rules.settings().messageBytesMax())
                .allowExtensions(isDeflated)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        channel.pipeline().addLast(new WebSocket13FrameDecoder(config), session);
        session.onOpen();
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
