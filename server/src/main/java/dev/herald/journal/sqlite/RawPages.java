package dev.herald.journal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pages of the file, past SQLite, while nobody has it open. What is written is gathered first and then written at
 * once, after what stood there has been copied to another file. One thread.
 */
final class RawPages implements AutoCloseable {
    static final int BYTES = 4_096;

    private final FileChannel channel;
    private final Map<Integer, ByteBuffer> changed = new TreeMap<>();
    private int count;

    RawPages(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        count = (int) (channel.size() / BYTES);
    }

    /** Pages are counted from 1. */
    int count() {
        return count;
    }

    /** What the file's header says, where the file has become shorter. */
    void grow(int pages) {
        count = Math.max(count, pages);
    }

    /** A page with all changes; zeros where it cannot be read, for then nobody knows what is there. */
    ByteBuffer read(int page) {
        ByteBuffer is = changed.get(page);
        return is == null ? readFile(page) : is.duplicate();
    }

    private ByteBuffer readFile(int page) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        long at = (page - 1L) * BYTES;
        try {
            while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
                // Goes on until it is full.
            }
            return bytes.rewind();
        } catch (IOException unreadable) {
            return ByteBuffer.allocate(BYTES);
        }
    }

    void change(int page, ByteBuffer bytes) {
        changed.put(page, bytes);
    }

    int changes() {
        return changed.size();
    }

    /** Writes all changes; what stood there before is copied to the other file: number and bytes of each page. */
    void write(Path aside) throws IOException {
        try (FileChannel copy = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int page : changed.keySet()) {
                ByteBuffer number = ByteBuffer.allocate(8).putLong(page).flip();
                fully(copy, number, copy.size());
                fully(copy, readFile(page), copy.size());
            }
            copy.force(true);
        }
        for (Map.Entry<Integer, ByteBuffer> change : changed.entrySet()) {
            fully(channel, change.getValue().rewind(), (change.getKey() - 1L) * BYTES);
        }
        if (channel.size() < (long) count * BYTES) {
            fully(channel, ByteBuffer.allocate(1), (long) count * BYTES - 1);
        }
        channel.force(true);
        changed.clear();
    }

    private static void fully(FileChannel to, ByteBuffer bytes, long at) throws IOException {
        long from = at;
        while (bytes.hasRemaining()) {
            from += to.write(bytes, from);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
