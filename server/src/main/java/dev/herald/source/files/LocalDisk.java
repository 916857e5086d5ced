package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine's own disk. */
final class LocalDisk implements Disk {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        return look(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<Entry> lookAtRoot(Path path) throws IOException {
        return look(path, new LinkOption[0]);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                look(path).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private static Optional<Entry> look(Path path, LinkOption... options) throws IOException {
        try {
            return Optional.of(entry(path, Files.readAttributes(path, BasicFileAttributes.class, options)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            // A file where a directory was: what is asked for below it is not there.
            if (String.valueOf(e.getReason()).contains("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Entry entry(Path path, BasicFileAttributes attributes) {
        Path name = Objects.requireNonNullElse(path.getFileName(), path);
        long bornNanos = attributes.creationTime().to(TimeUnit.NANOSECONDS);
        long modifiedNanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        long number = Objects.hashCode(attributes.fileKey());
        long identity = (bornNanos ^ number << 32) * MIX;
        long size = attributes.isDirectory() ? 0 : attributes.size();
        return new Entry(
                name,
                kind(attributes),
                new Stamp(identity, size, modifiedNanos),
                attributes.creationTime().toMillis());
    }

    private static Entry.Kind kind(BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return Entry.Kind.FOLDER;
        }
        return attributes.isRegularFile() || attributes.isSymbolicLink() ? Entry.Kind.FILE : Entry.Kind.OTHER;
    }
}
