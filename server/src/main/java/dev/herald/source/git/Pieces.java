package dev.herald.source.git;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What git writes with {@code -z}: texts that each end with a zero byte. Bytes that are no UTF-8 become U+FFFD, as the
 * names of files do elsewhere. One thread.
 */
final class Pieces {
    /** Bytes of one piece; what is beyond is left out. */
    static final int PIECE_BYTES_MAX = 128 << 10;

    private final InputStream in;
    private boolean isCut;

    Pieces(InputStream in) {
        this.in = new BufferedInputStream(in, 32 << 10);
    }

    /** The next one, or null at the end. */
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream(64);
        isCut = false;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next > 0) {
            if (piece.size() < PIECE_BYTES_MAX) {
                piece.write(next);
            } else {
                isCut = true;
            }
            next = in.read();
        }
        return piece.toString(StandardCharsets.UTF_8);
    }

    /** Whether the last one was longer than may be. */
    boolean isCut() {
        return isCut;
    }
}
