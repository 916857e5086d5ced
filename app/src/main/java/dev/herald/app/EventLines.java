package dev.herald.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of an input, bounded. One thread; blocks on the input. */
final class EventLines {
    /** As much as the server takes of one event. */
    static final int LINE_BYTES_MAX = 1024 * 1024;

    private final InputStream in;
    private long number;

    /** @param in best buffered */
    EventLines(InputStream in) {
        this.in = in;
    }

    /**
     * A line.
     *
     * @param number from 1
     * @param bytes without the line's end; the first {@link #LINE_BYTES_MAX} of them
     * @param isTooLong whether there were more
     */
    record EventLine(long number, byte[] bytes, boolean isTooLong) {
        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    /** The next line that is not blank; empty at the end of the input. */
    Optional<EventLine> next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            boolean isTooLong = false;
            int read = in.read();
            if (read < 0) {
                return Optional.empty();
            }
            number++;
            for (; read >= 0 && read != '\n'; read = in.read()) {
                if (line.size() < LINE_BYTES_MAX) {
                    line.write(read);
                } else {
                    isTooLong = true;
                }
            }
            EventLine next = new EventLine(number, line.toByteArray(), isTooLong);
            if (!next.isBlank()) {
                return Optional.of(next);
            }
        }
    }

    /** Whether more can be read without waiting for whoever writes it. */
    boolean hasMoreAtHand() throws IOException {
        return in.available() > 0;
    }
}
