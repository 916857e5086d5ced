package dev.herald.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request as it comes. Its memory grows with what has come, not with what was announced, and is counted
 * against what all bodies may take together. Runs on its loop; {@link #release} is called once, when the request is done.
 */
public final class Body {
    private static final byte[] EMPTY = {};
    private static final int FIRST_BYTES = 1 << 10;

    private final AtomicLong all;
    private final NetLimits limits;
    private byte[] bytes = EMPTY;
    private int length;
    private long counted;
    private Runnable over = () -> {};

    /** What became of a part. */
    public enum Taken {
        YES,
        TOO_LARGE,
        SERVER_IS_FULL
    }

    /** @param all what every body of the server takes now */
    Body(AtomicLong all, NetLimits limits) {
        this.all = all;
        this.limits = limits;
    }

    /**
     * Copies the part; the caller releases it.
     *
     * @param bytesMax of the whole body, the same at each call
     */
    public Taken add(ByteBuf part, long announced, int bytesMax) {
        int more = part.readableBytes();
        if (more > bytesMax - length) {
            return Taken.TOO_LARGE;
        }
        int wanted = length + more;
        if (wanted > bytes.length) {
            int doubled = (int) Math.min(bytesMax, Math.max(FIRST_BYTES, bytes.length * 2L));
            int capacity = Math.max(wanted, announced >= wanted ? (int) Math.min(doubled, announced) : doubled);
            long growth = capacity - counted;
            if (all.addAndGet(growth) > limits.bodiesBytes()) {
                all.addAndGet(-growth);
                return Taken.SERVER_IS_FULL;
            }
            counted = capacity;
            bytes = Arrays.copyOf(bytes, capacity);
        }
        part.readBytes(bytes, length, more);
        length = wanted;
        return Taken.YES;
    }

    public byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** @param task runs once, when the body is released */
    public void whenReleased(Runnable task) {
        over = task;
    }

    public void release() {
        all.addAndGet(-counted);
        counted = 0;
        Runnable last = over;
        over = () -> {};
        last.run();
    }
}
