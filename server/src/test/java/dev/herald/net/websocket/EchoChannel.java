package dev.herald.net.websocket;

import dev.herald.loop.ManualLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of one WebSocket that echoes, on a channel without a socket. */
final class EchoChannel implements WebSocketApplication {
    static final int MESSAGE_BYTES_MAX = 1_000;
    final ManualLoop loop = new ManualLoop();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<String> calls = new ArrayList<>();
    final WebSocketConnection connection;
    private final ByteBuf received = Unpooled.buffer();

    EchoChannel(boolean isDeflated) {
        connection = new WebSockets(new WebSocketSettings(MESSAGE_BYTES_MAX, 5_000), loop)
                .attach(loop, channel, isDeflated, _ -> this);
    }

    @Override
    public void onText(String text) {
        if (text.startsWith("slow")) {
            loop.advance(1);
        }
        connection.text(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onBinary(byte[] message) {
        connection.binary(message);
    }

    @Override
    public void onWritable() {
        calls.add("writable");
    }

    @Override
    public void onClosing() {
        calls.add("closing");
    }

    @Override
    public void onGone() {
        calls.add("gone");
    }

    EchoChannel send(byte[]... frames) {
        channel.writeInbound(Unpooled.copiedBuffer(ClientFrames.join(frames)));
        return this;
    }

    /** One byte a read. */
    EchoChannel sendSlowly(byte[]... frames) {
        for (byte octet : ClientFrames.join(frames)) {
            channel.writeInbound(Unpooled.copiedBuffer(new byte[] {octet}));
        }
        return this;
    }

    /** What came since the last call: texts, {@code binary 3}, {@code pong hi}, {@code close 1002}. */
    List<String> heard() {
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            received.writeBytes(out);
            out.release();
        }
        List<String> heard = new ArrayList<>();
        for (ClientFrames.Frame frame : ClientFrames.read(received)) {
            heard.add(
                    switch (frame.opcode()) {
                        case ClientFrames.TEXT -> frame.text();
                        case ClientFrames.BINARY -> "binary " + frame.payload().length;
                        case ClientFrames.PONG -> "pong " + frame.text();
                        case ClientFrames.PING -> "ping";
                        default -> "close" + (frame.payload().length == 0 ? "" : " " + frame.closeCode());
                    });
        }
        return heard;
    }

    void writable(boolean isWritable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, isWritable);
        channel.runPendingTasks();
        loop.run();
    }

    /** Lets time pass, and closes what has had its time. */
    boolean isOpenAfter(long millis) {
        loop.advance(millis);
        channel.runPendingTasks();
        return channel.isOpen();
    }
}
