package dev.herald.net;

import dev.herald.loop.Clock;
import dev.herald.loop.Loop;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Future;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop that owns connections. Any thread may post to it. */
public final class NettyLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop eventLoop;
    private final ByteBufAllocator allocator;
    private final DateField date;
    private final Answers answers;
    private final Waiting waiting = new Waiting();
    private final Set<Stoppable> connections = Collections.newSetFromMap(new IdentityHashMap<>());

    NettyLoop(EventLoop eventLoop, ByteBufAllocator allocator, Clock clock, Answers answers) {
        this.eventLoop = eventLoop;
        this.allocator = allocator;
        this.date = new DateField(clock);
        this.answers = answers;
    }

    @Override
    public void post(Runnable task) {
        eventLoop.execute(task);
    }

    /** Netty takes up what is scheduled only when it begins to run tasks, and so never in the turn in which it is due. */
    @Override
    public void later(Runnable task) {
        eventLoop.schedule(() -> run(task), 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Future<?> scheduled = eventLoop.schedule(() -> run(task), delayMillis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /** Netty tells of a posted task that fails, and keeps quiet about a scheduled one. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error defect) {
            LOG.error("a defect: a scheduled task failed", defect);
        }
    }

    @Override
    public boolean isInside() {
        return eventLoop.inEventLoop();
    }

    /** Where the buffers of this loop's connections come from. Fast on the loop, correct on any thread. */
    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** The connections of this loop that speak HTTP now. Runs on the loop. */
    Set<Stoppable> connections() {
        return connections;
    }

    /** The answers of this loop that clients have not taken. Runs on the loop. */
    Answers answers() {
        return answers;
    }

    /** The connections of this loop that owe us something. Runs on the loop. */
    Waiting waiting() {
        return waiting;
    }

    /** The value of {@code Date} now. Runs on the loop. */
    AsciiString date() {
        return date.now();
    }

    EventLoop eventLoop() {
        return eventLoop;
    }
}
