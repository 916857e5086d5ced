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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that wait on disk until a server has taken them: bounded, and whole after {@code kill -9}.
 *
 * <p>Files {@code <number>.lines} hold {@link SpoolLine}s ({@code .ndjson}: bare ones of earlier versions), are appended to and deleted when all of them was sent;
 * {@code sent} says how far that is, with a checksum of its own. A line counts as kept when {@link #append} has returned:
 * it, and the name of the file it is in, are on the disk then. Bytes that are no line (half a line after a crash, a page
 * that the disk lost, a bit that it turned) are told, and gone around to the next line. Between a server's answer and the
 * note in {@code sent} a crash makes lines go out again, as does a note that cannot be read: their idempotency keys make
 * that harmless. A file is never both begun and finished by different processes at a time: {@code lock} is held while the
 * spool is open.
 *
 * <p>Any thread; blocks on the disk.
 */
final class Spool implements Closeable {
    /** A file is closed and the next begun when it has so many bytes: that much is freed at once. */
    static final long SEGMENT_BYTES = 1 << 20;

    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})(\\.lines|\\.ndjson)");
    private static final String SUFFIX = ".lines";
    private static final String SUFFIX_BEFORE = ".ndjson";
    private static final int NOTE_BYTES_MAX = 64;
    /** A file's number, bytes of it, their checksum; earlier versions wrote none. */
    private static final Pattern NOTE = Pattern.compile("(([0-9]{1,18}) ([0-9]{1,18}))(?: ([0-9a-f]{8}))?\n");

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final long bytesMax;
    private final FileChannel lock;
    /** Is told what was damaged and is left out. */
    private final Consumer<String> warnings;
    /** Bytes of each file that is there, by its number. */
    private final TreeMap<Long, Long> segments = new TreeMap<>();
    /** The files of an earlier version among them. */
    private final Set<Long> bare = new HashSet<>();
    /** The newest file; open for appending. */
    private FileChannel newest;
    /** Bytes of the oldest file that were sent. */
    private long sentBytes;

    private boolean isClosed;

    private Spool(Path directory, long bytesMax, FileChannel lock, Consumer<String> warnings) throws IOException {
        this.directory = directory;
        this.bytesMax = bytesMax;
        this.lock = lock;
        this.warnings = warnings;
        readSegments();
        long noted = readSent();
        newest = begin(Math.max(noted, segments.isEmpty() ? 0 : segments.lastKey()) + 1);
    }

    /**
     * Opens what is there, or begins with nothing.
     *
     * @param directory which is there; best its owner's alone
     * @param bytesMax bytes that lines which wait may take on the disk
     * @param warnings is told what was damaged and is left out; must not block for long
     * @throws IOException when the directory cannot be used
     * @throws SpoolInUseException when another process uses it
     */
    static Spool open(Path directory, long bytesMax, Consumer<String> warnings) throws IOException {
        FileChannel lock = opened(directory.resolve("lock"));
        try {
            if (!isLocked(lock)) {
                throw new SpoolInUseException();
            }
            return new Spool(directory, bytesMax, lock, warnings);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    /** For writing; nobody but its owner may read it. */
    private static FileChannel opened(Path file, StandardOpenOption... more) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        options.addAll(List.of(more));
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(file, options, OWNER_ONLY)
                : FileChannel.open(file, options);
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
     * @param lines without a newline in them, each at most {@link SpoolLine#LINE_BYTES_MAX} bytes
     * @return whether they were kept; false when they would be more than may wait
     * @throws IOException when the disk does not take them; none was kept
     */
    synchronized boolean append(List<byte[]> lines) throws IOException {
        List<byte[]> encoded = lines.stream().map(SpoolLine::encoded).toList();
        long bytes = encoded.stream().mapToLong(line -> line.length).sum();
        if (waitingBytes() + bytes > bytesMax) {
            return false;
        }
        if (segments.lastEntry().getValue() >= SEGMENT_BYTES) {
            FileChannel full = newest;
            newest = begin(segments.lastKey() + 1);
            full.close();
        }
        ByteBuffer together = ByteBuffer.allocate(Math.toIntExact(bytes));
        encoded.forEach(together::put);
        write(together.flip());
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

    /**
     * Lines to send next.
     *
     * @param bytes they take in the file, with damaged ones between them
     */
    record Waiting(List<byte[]> lines, long bytes) {}

    /** The oldest lines not yet sent, from one file; waits until there are some. Empty when the spool is closed. */
    synchronized Optional<Waiting> oldest(int countMax) throws IOException, InterruptedException {
        while (!isClosed) {
            dropSent();
            if (waitingBytes() == 0) {
                wait();
                continue;
            }
            Waiting waiting = read(countMax);
            if (!waiting.lines().isEmpty()) {
                return Optional.of(waiting);
            }
            sent(waiting);
        }
        return Optional.empty();
    }

    private Waiting read(int countMax) throws IOException {
        Path file = file(segments.firstKey());
        long left = segments.firstEntry().getValue() - sentBytes;
        ByteBuffer read = ByteBuffer.allocate((int) Math.min(left, SpoolLine.BYTES_MAX));
        try (FileChannel oldest = FileChannel.open(file, StandardOpenOption.READ)) {
            while (read.hasRemaining() && oldest.read(read, sentBytes + read.position()) >= 0) {
                // Reads on until there is enough.
            }
        }
        long lost = read.hasRemaining() ? left - read.position() : 0;
        boolean isToTheEnd = lost > 0 || read.position() == left;
        List<byte[]> lines = new ArrayList<>();
        int end = read.flip().limit();
        boolean isEnough = false;
        while (read.hasRemaining() && lines.size() < countMax && !isEnough) {
            switch (bare.contains(segments.firstKey()) ? SpoolLine.bareAt(read) : SpoolLine.at(read)) {
                case SpoolLine.Whole whole -> {
                    lines.add(whole.line());
                    read.position(read.position() + whole.bytes());
                }
                case SpoolLine.Damaged damaged -> {
                    // A line may go on beyond what was read: it is looked at again from its beginning.
                    boolean isCut = !isToTheEnd && read.position() > 0 && read.position() + damaged.bytes() == end;
                    isEnough = isCut;
                    if (!isCut) {
                        warnings.accept(
                                damaged.bytes() + " bytes of " + file + " from byte " + (sentBytes + read.position())
                                        + " on are damaged: a change that waited there is left out");
                        read.position(read.position() + damaged.bytes());
                    }
                }
            }
        }
        if (lost == 0 || read.hasRemaining()) {
            return new Waiting(lines, read.position());
        }
        warnings.accept(file + " has lost its last " + lost + " bytes: changes that waited there are left out");
        return new Waiting(lines, read.position() + lost);
    }

    /** These, which {@link #oldest} gave, need not be sent again. */
    synchronized void sent(Waiting waiting) throws IOException {
        sentBytes += waiting.bytes();
        dropSent();
        Path next = directory.resolve("sent.next");
        byte[] place = (segments.firstKey() + " " + sentBytes).getBytes(StandardCharsets.US_ASCII);
        byte[] checksum = (" " + SpoolLine.checksum(place) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel note = opened(next, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(place.length + checksum.length)
                    .put(place)
                    .put(checksum)
                    .flip();
            while (bytes.hasRemaining()) {
                note.write(bytes);
            }
        }
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

    /** The name is on the disk when it returns: without it a power cut could take the file with all that is in it. */
    private FileChannel begin(long number) throws IOException {
        FileChannel file = opened(file(number), StandardOpenOption.TRUNCATE_EXISTING);
        try {
            sync(directory);
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
        segments.put(number, 0L);
        return file;
    }

    /** Makes the names in a directory last through a power cut. */
    static void sync(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private void readSegments() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    long number = Long.parseLong(name.group(1));
                    segments.put(number, Files.size(file));
                    if (name.group(2).equals(SUFFIX_BEFORE)) {
                        bare.add(number);
                    }
                }
            }
        }
    }

    /** Forgets what was sent; the number of the file that the note speaks of, after which new ones must come. */
    private long readSent() throws IOException {
        Optional<Place> noted = note();
        if (noted.isEmpty()) {
            return 0;
        }
        long number = noted.get().number();
        while (!segments.isEmpty() && segments.firstKey() < number) {
            Files.deleteIfExists(file(segments.firstKey()));
            segments.pollFirstEntry();
        }
        if (!segments.isEmpty() && segments.firstKey() == number) {
            sentBytes = Math.min(noted.get().bytes(), segments.firstEntry().getValue());
        }
        return number;
    }

    /** How far was sent. */
    private record Place(long number, long bytes) {}

    /** Empty where there is none, or one that cannot be trusted: then everything is sent again. */
    private Optional<Place> note() {
        Path note = directory.resolve("sent");
        String text;
        try {
            if (!Files.exists(note)) {
                return Optional.empty();
            }
            text = Files.size(note) > NOTE_BYTES_MAX ? "" : Files.readString(note, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            text = "";
        }
        Matcher written = NOTE.matcher(text);
        if (!written.matches() || !isOldOrWhole(written)) {
            warnings.accept(note + " cannot be read: everything that waits is sent again, which adds nothing twice");
            return Optional.empty();
        }
        return Optional.of(new Place(Long.parseLong(written.group(2)), Long.parseLong(written.group(3))));
    }

    private static boolean isOldOrWhole(Matcher written) {
        String checksum = written.group(4);
        return checksum == null
                || SpoolLine.checksum(written.group(1).getBytes(StandardCharsets.US_ASCII))
                        .equals(checksum);
    }

    private Path file(long number) {
        return directory.resolve(number + (bare.contains(number) ? SUFFIX_BEFORE : SUFFIX));
    }
}
