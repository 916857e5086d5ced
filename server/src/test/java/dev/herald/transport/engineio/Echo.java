package dev.herald.transport.engineio;

import dev.herald.net.websocket.Frames;
import dev.herald.transport.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says what it hears, and writes bulk when the session is writable, as a cursor does. Checks that it is on its loop. */
final class Echo implements EngineApplication {
    final EngineSession session;
    final List<String> transports = new CopyOnWriteArrayList<>();
    private final Queue<String> ended;
    /** The application's own journal, which it reads on from when it may. */
    private final Queue<String> bulk = new ArrayDeque<>();

    Echo(EngineSession session, Queue<String> ended) {
        this.session = session;
        this.ended = ended;
        transports.add(session.transport().name());
    }

    @Override
    public void onText(String message) {
        session.loop().check();
        if (message.equals("fail")) {
            throw new IllegalStateException("a test");
        }
        session.say(message);
    }

    @Override
    public void onBinary(byte[] message) {
        session.loop().check();
        session.say(message);
    }

    @Override
    public void onWritable() {
        session.loop().check();
        while (!bulk.isEmpty() && session.isWritable()) {
            WireBytes piece = new WireBytes(Unpooled.buffer());
            for (int i = 0; i < 2 && !bulk.isEmpty(); i++) {
                append(piece.buffer(), ("4" + bulk.remove()).getBytes(StandardCharsets.UTF_8));
            }
            session.write(piece);
            piece.release();
        }
    }

    private void append(ByteBuf out, byte[] packet) {
        if (session.transport() != EngineTransport.POLLING) {
            Frames.text(out, packet);
            return;
        }
        if (out.isReadable()) {
            out.writeByte(0x1e);
        }
        out.writeBytes(packet);
    }

    @Override
    public void onTransport() {
        session.loop().check();
        transports.add(session.transport().name());
    }

    @Override
    public void onTime() {
        session.loop().check();
    }

    @Override
    public void onClose(String reason, boolean isAbrupt) {
        session.loop().check();
        ended.add(reason + (isAbrupt ? ", lost" : ""));
    }

    /** Makes so many messages more; they leave when they may. */
    void produce(String name, int count) {
        inside(() -> {
            for (int i = 0; i < count; i++) {
                bulk.add(name + i);
            }
            onWritable();
        });
    }

    /** Runs it on the session's loop, and waits. */
    void inside(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        session.loop().post(() -> {
            task.run();
            done.complete(null);
        });
        try {
            done.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
