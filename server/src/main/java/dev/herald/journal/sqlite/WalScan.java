package dev.herald.journal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Looks through a write-ahead log before SQLite opens it. SQLite reads it up to the first frame whose checksum does not
 * hold, and takes that for its end: whatever was committed behind is lost without a word. The format is described in
 * section 4 of SQLite's "Database File Format": a header of 32 bytes; frames of 24 bytes and a page; checksums that each
 * go on from the one before; and in each frame the salts of its log, which tell it from what an older one has left.
 */
final class WalScan {
    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int PAGE_BYTES_MAX = 65_536;

    private int one;
    private int two;

    private WalScan() {}

    /**
     * What SQLite will not see.
     *
     * @param frame the first damaged frame, counted from 1; 0 for the header
     * @param framesBehind frames of this log from there on
     * @param commitsBehind those among them that end a transaction
     */
    record Lost(long frame, long framesBehind, long commitsBehind) {}

    /** Empty when the log is whole, or there is none. */
    static Optional<Lost> look(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) <= HEADER_BYTES) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new WalScan().scan(channel);
        }
    }

    private Optional<Lost> scan(FileChannel channel) throws IOException {
        ByteBuffer header = read(channel, 0, HEADER_BYTES);
        int magic = header.getInt(0);
        int pageBytes = header.getInt(8);
        boolean isPage = pageBytes >= 512 && pageBytes <= PAGE_BYTES_MAX && Integer.bitCount(pageBytes) == 1;
        header.order((magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        sum(header, 0, HEADER_BYTES - 8);
        header.order(ByteOrder.BIG_ENDIAN);
        boolean isHeaderGood = (magic & ~1) == MAGIC && isPage && holds(header, HEADER_BYTES - 8);
        int frameBytes = FRAME_HEADER_BYTES + (isPage ? pageBytes : 4_096);
        ByteBuffer salted = isHeaderGood ? header : read(channel, HEADER_BYTES - 8, HEADER_BYTES);
        int saltOne = salted.getInt(16);
        int saltTwo = salted.getInt(20);
        long bad = isHeaderGood ? -1 : 0;
        long framesBehind = 0;
        long commitsBehind = 0;
        long frames = (channel.size() - HEADER_BYTES) / frameBytes;
        for (long i = 0; i < frames; i++) {
            ByteBuffer frame = read(channel, HEADER_BYTES + i * frameBytes, frameBytes);
            boolean isOurs = frame.getInt(8) == saltOne && frame.getInt(12) == saltTwo;
            if (bad < 0) {
                frame.order((magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                sum(frame, 0, 8);
                sum(frame, FRAME_HEADER_BYTES, frameBytes);
                frame.order(ByteOrder.BIG_ENDIAN);
                if (isOurs && holds(frame, 16)) {
                    continue;
                }
                bad = i + 1;
            }
            if (isOurs && frame.getInt(0) > 0) {
                framesBehind++;
                commitsBehind += frame.getInt(4) > 0 ? 1 : 0;
            }
        }
        return framesBehind == 0 ? Optional.empty() : Optional.of(new Lost(bad, framesBehind, commitsBehind));
    }

    private boolean holds(ByteBuffer at, int index) {
        return at.getInt(index) == one && at.getInt(index + 4) == two;
    }

    /** The running checksum over words of the log's own byte order. */
    private void sum(ByteBuffer words, int from, int to) {
        for (int i = from; i < to; i += 8) {
            one += words.getInt(i) + two;
            two += words.getInt(i + 4) + one;
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            // Goes on until it is full; the rest of a log that ends early stays zero.
        }
        return buffer.rewind();
    }
}
