package dev.herald.loop;

/** The time, given in so that a test can hold it. Any thread. */
public interface Clock {
    /** Wall clock, milliseconds since the epoch; may go back. */
    long epochMillis();

    /** For durations: nanoseconds from an arbitrary origin; never goes back. */
    long nanos();

    static Clock system() {
        return new Clock() {
            @Override
            public long epochMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }
}
