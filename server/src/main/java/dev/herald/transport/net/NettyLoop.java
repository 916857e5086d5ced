package dev.herald.transport.net;

import dev.herald.loop.Loop;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An event loop that owns connections. Any thread may post to it. */
public final class NettyLoop implements Loop {
    private final EventLoop eventLoop;
    private final ByteBufAllocator allocator;

    NettyLoop(EventLoop eventLoop, ByteBufAllocator allocator) {
        this.eventLoop = eventLoop;
        this.allocator = allocator;
    }

    @Override
    public void post(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Future<?> scheduled = eventLoop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public boolean isInside() {
        return eventLoop.inEventLoop();
    }

    /** Where the buffers of this loop's connections come from. Fast on the loop, correct on any thread. */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }
}
