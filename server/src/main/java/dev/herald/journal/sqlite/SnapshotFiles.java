package dev.herald.journal.sqlite;

import dev.herald.event.Position;
import dev.herald.journal.JournalException;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Snapshots;
import dev.herald.journal.Thinning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States of projections, a file each beside the journal's, so that a large one never stands in a publisher's way. A file
 * is written under another name, synced, and then renamed: one that has its name is whole, or was damaged later, which
 * its checksum tells. Any thread that may block; one at a time saves.
 */
final class SnapshotFiles implements Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final Pattern FILE = Pattern.compile("([a-z][a-z0-9.-]{0,63})@(\\d{19})\\.snapshot");
    /** "HrSn", and the version of this form. */
    private static final long MAGIC = 0x4872536e_00000001L;

    private static final int HEAD_BYTES = 8 + 4 + 8 + 4 + 4;

    private final Path directory;

    SnapshotFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized void save(String name, int version, Position position, byte[] state) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a snapshot: " + name);
        }
        try {
            Directories.create(directory);
            Path target = file(name, position);
            Path partial = directory.resolve(target.getFileName() + ".partial");
            OwnerOnly.make(partial);
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                write(channel, head(version, position, state));
                write(channel, ByteBuffer.wrap(state));
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Directories.sync(directory);
            forgetOld(name);
        } catch (IOException failure) {
            throw new JournalException(
                    "the snapshot of " + name + " could not be kept in " + directory + ": " + failure.getMessage(),
                    failure);
        }
    }

    private static ByteBuffer head(int version, Position position, byte[] state) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES)
                .putLong(MAGIC)
                .putInt(version)
                .putLong(position.packed())
                .putInt(state.length);
        return head.putInt(checksum(head.array(), state)).flip();
    }

    private static int checksum(byte[] head, byte[] state) {
        CRC32C sum = new CRC32C();
        sum.update(head, 0, HEAD_BYTES - 4);
        sum.update(state, 0, state.length);
        return (int) sum.getValue();
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void forgetOld(String name) throws IOException {
        NavigableMap<Position, Path> files = files(name);
        for (Position old : Thinning.superfluous(files.keySet())) {
            Files.deleteIfExists(files.get(old));
        }
    }

    @Override
    public synchronized void forget(String name, Position before) {
        try {
            NavigableMap<Position, Path> files = files(name);
            while (files.size() > 1 && before.isAfter(files.firstKey())) {
                Files.deleteIfExists(files.pollFirstEntry().getValue());
            }
        } catch (IOException failure) {
            throw new JournalException(
                    "old snapshots of " + name + " could not be removed from " + directory + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public Optional<Snapshot> load(String name, Position upTo) {
        try {
            for (Path file : files(name).headMap(upTo, true).descendingMap().values()) {
                Optional<Snapshot> sound = read(file);
                if (sound.isPresent()) {
                    return sound;
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new JournalException(
                    "the snapshot of " + name + " could not be read from " + directory + ": " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public List<Position> kept(String name) {
        try {
            return List.copyOf(files(name).keySet());
        } catch (IOException failure) {
            throw new JournalException("the snapshots in " + directory + " could not be listed", failure);
        }
    }

    /** Empty when the file was forgotten meanwhile, or is damaged: then an older one is taken. */
    private static Optional<Snapshot> read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException forgotten) {
            return Optional.empty();
        }
        if (bytes.length >= HEAD_BYTES) {
            ByteBuffer head = ByteBuffer.wrap(bytes);
            boolean isOurs = head.getLong() == MAGIC;
            int version = head.getInt();
            long position = head.getLong();
            int length = head.getInt();
            int sum = head.getInt();
            byte[] state = new byte[head.remaining()];
            head.get(state);
            if (isOurs && position >= 0 && length == state.length && sum == checksum(bytes, state)) {
                return Optional.of(new Snapshot(version, new Position(position), state));
            }
        }
        LOG.warn("the snapshot {} is damaged: an older one is used", file);
        return Optional.empty();
    }

    private Path file(String name, Position position) {
        return directory.resolve("%s@%019d.snapshot".formatted(name, position.packed()));
    }

    private NavigableMap<Position, Path> files(String name) throws IOException {
        TreeMap<Position, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name + "@*.snapshot")) {
            for (Path file : files) {
                Matcher parts = FILE.matcher(file.getFileName().toString());
                if (parts.matches() && parts.group(1).equals(name)) {
                    found.put(new Position(Long.parseLong(parts.group(2))), file);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return found;
        }
        return found;
    }
}
