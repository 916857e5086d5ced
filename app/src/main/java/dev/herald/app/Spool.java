package dev.herald.app;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lines that wait on disk until a server has taken them: bounded, and whole after {@code kill -9}.
 *
 * <p>Files {@code <number>.ndjson} are appended to and deleted when all of them was sent; {@code sent} says how far that
 * is. A line counts as kept when {@link #append} has returned; half a line at the end of a file was never kept and is cut
 * off when the spool is opened. Between a server's answer and the note in {@code sent} a crash makes lines go out again:
 * their idempotency keys make that harmless. A file is never both begun and finished by different processes at a time:
 * {@code lock} is held while the spool is open.
 *
 * <p>Any thread; blocks on the disk.
 */
final class Spool implements Closeable {
    /** A file is closed and the next begun when it has so many bytes: that much is freed at once. */
    static final long SEGMENT_BYTES = 1 << 20;

    static final int LINE_BYTES_MAX = 256 * 1024;
    private static final String SUFFIX = ".ndjson";

    private final Path directory;
    private final long bytesMax;
    private final FileChannel lock;
    /** Bytes of each file that is there, by its number. */
    private final TreeMap<Long, Long> segments = new TreeMap<>();
    /** The newest file; open for appending. */
    private FileChannel newest;
    /** Bytes of the oldest file that were sent. */
    private long sentBytes;

    private boolean isClosed;

    private Spool(Path directory, long bytesMax, FileChannel lock) throws IOException {
        this.directory = directory;
        this.bytesMax = bytesMax;
        this.lock = lock;
        readSegments();
        long noted = readSent();
        newest = begin(Math.max(noted, segments.isEmpty() ? 0 : segments.lastKey()) + 1);
    }

    /**
     * Opens what is there, or begins with nothing.
     *
     * @param bytesMax bytes of lines that may wait
     * @throws IOException when the directory cannot be used, or another process uses it
     */
    static Spool open(Path directory, long bytesMax) throws IOException {
        Files.createDirectories(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isLocked(lock)) {
                throw new IOException("another process uses it");
            }
            return new Spool(directory, bytesMax, lock);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /**
     * Keeps the lines, all or none, through a power cut too.
     *
     * @param lines without a newline in them, each at most {@link #LINE_BYTES_MAX} bytes
     * @return whether they were kept; false when they would be more than may wait
     * @throws IOException when the disk does not take them; none was kept
     */
    synchronized boolean append(List<byte[]> lines) throws IOException {
        long bytes = lines.stream().mapToLong(line -> line.length + 1L).sum();
        if (waitingBytes() + bytes > bytesMax) {
            return false;
        }
        if (segments.lastEntry().getValue() >= SEGMENT_BYTES) {
            FileChannel full = newest;
            newest = begin(segments.lastKey() + 1);
            full.close();
        }
        write(together(lines, bytes));
        notifyAll();
        return true;
    }

    private void write(ByteBuffer together) throws IOException {
        long before = segments.lastEntry().getValue();
        try {
            while (together.hasRemaining()) {
                newest.write(together, before + together.position());
            }
            newest.force(false);
        } catch (IOException failure) {
            // What was written in part must not become the beginning of the next line.
            newest.truncate(before);
            throw failure;
        }
        segments.put(segments.lastKey(), before + together.limit());
    }

    private static ByteBuffer together(List<byte[]> lines, long bytes) {
        ByteBuffer together = ByteBuffer.allocate(Math.toIntExact(bytes));
        for (byte[] line : lines) {
            if (line.length > LINE_BYTES_MAX) {
                throw new IllegalArgumentException("a line of " + line.length + " bytes");
            }
            together.put(line).put((byte) '\n');
        }
        return together.flip();
    }

    /** Lines to send next. */
    record Waiting(List<byte[]> lines, long bytes) {}

    /** The oldest lines not yet sent, from one file; waits until there are some. Empty when the spool is closed. */
    synchronized Optional<Waiting> oldest(int countMax) throws IOException, InterruptedException {
        while (!isClosed) {
            dropSent();
            if (waitingBytes() > 0) {
                return Optional.of(read(countMax));
            }
            wait();
        }
        return Optional.empty();
    }

    private Waiting read(int countMax) throws IOException {
        long bytes = Math.min(segments.firstEntry().getValue() - sentBytes, LINE_BYTES_MAX + 1L);
        ByteBuffer read = ByteBuffer.allocate((int) bytes);
        try (FileChannel oldest = FileChannel.open(file(segments.firstKey()), StandardOpenOption.READ)) {
            while (read.hasRemaining() && oldest.read(read, sentBytes + read.position()) >= 0) {
                // Reads on until there is enough.
            }
        }
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < read.position() && lines.size() < countMax; i++) {
            if (read.get(i) == '\n') {
                byte[] line = new byte[i - from];
                read.get(from, line);
                lines.add(line);
                from = i + 1;
            }
        }
        if (from == 0) {
            throw new IOException(file(segments.firstKey()) + " has no whole line at byte " + sentBytes);
        }
        return new Waiting(lines, from);
    }

    /** These, which {@link #oldest} gave, need not be sent again. */
    synchronized void sent(Waiting waiting) throws IOException {
        sentBytes += waiting.bytes();
        dropSent();
        Path next = directory.resolve("sent.next");
        Files.writeString(next, segments.firstKey() + " " + sentBytes + "\n");
        Files.move(next, directory.resolve("sent"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the oldest files while all of them was sent; the newest stays, since it is appended to. */
    private void dropSent() throws IOException {
        while (segments.size() > 1 && sentBytes >= segments.firstEntry().getValue()) {
            Files.deleteIfExists(file(segments.firstKey()));
            segments.pollFirstEntry();
            sentBytes = 0;
        }
    }

    /** Bytes that were kept and not sent. */
    synchronized long waitingBytes() {
        return segments.values().stream().mapToLong(Long::longValue).sum() - sentBytes;
    }

    @Override
    public synchronized void close() throws IOException {
        isClosed = true;
        notifyAll();
        newest.close();
        lock.close();
    }

    private FileChannel begin(long number) throws IOException {
        FileChannel file = FileChannel.open(
                file(number),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        segments.put(number, 0L);
        return file;
    }

    private void readSegments() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{1,18}\\" + SUFFIX)) {
                    long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
                    segments.put(number, wholeLines(file));
                }
            }
        }
    }

    /** Cuts off half a line at the end; the bytes that are left. */
    private static long wholeLines(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = file.size();
            ByteBuffer last = ByteBuffer.allocate(1);
            while (end > 0) {
                last.clear();
                file.read(last, end - 1);
                if (last.get(0) == '\n') {
                    break;
                }
                end--;
            }
            file.truncate(end);
            return end;
        }
    }

    /** Forgets what was sent; the number of the file that the note speaks of, after which new ones must come. */
    private long readSent() throws IOException {
        Path note = directory.resolve("sent");
        if (!Files.exists(note)) {
            return 0;
        }
        String text = Files.readString(note, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9]{1,18} [0-9]{1,18}")) {
            // Without it everything is sent again, which the idempotency keys make harmless.
            return 0;
        }
        long number = Long.parseLong(text.substring(0, text.indexOf(' ')));
        while (!segments.isEmpty() && segments.firstKey() < number) {
            Files.deleteIfExists(file(segments.firstKey()));
            segments.pollFirstEntry();
        }
        if (!segments.isEmpty() && segments.firstKey() == number) {
            sentBytes = Math.min(
                    Long.parseLong(text.substring(text.indexOf(' ') + 1)),
                    segments.firstEntry().getValue());
        }
        return number;
    }

    private Path file(long number) {
        return directory.resolve(number + SUFFIX);
    }
}
