package dev.herald.effect.snapshots;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts files into the work tree, each as a whole: written beside its place, forced to the disk, and renamed. Killed at
 * any moment it leaves the old file or the new one, and perhaps a file {@code .herald-restore-…} beside it. One thread;
 * blocks.
 */
final class Placing {
    private static final String PREFIX = ".herald-restore-";
    private static final Set<PosixFilePermission> EXECUTING = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final SecureRandom random = new SecureRandom();

    /**
     * Puts one where another one was, or none.
     *
     * @param from what it will be; a link, or a file with its permissions
     * @param there what was there when it was looked at
     * @return where the old content is, if somebody wrote it in just that moment; else empty
     * @throws SnapshotException where it is not as it was when it was looked at; it stays as it is
     */
    Optional<Path> put(Path from, PresentFile there) throws IOException {
        Path place = there.file();
        Path parent = place.toAbsolutePath().getParent();
        if (parent == null) {
            throw new SnapshotException(there.path() + " has no directory");
        }
        Files.createDirectories(parent);
        Path next = beside(parent);
        try {
            if (Files.isSymbolicLink(from)) {
                Files.createSymbolicLink(next, Files.readSymbolicLink(from));
            } else {
                Files.copy(from, next, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setLastModifiedTime(next, java.nio.file.attribute.FileTime.from(java.time.Instant.now()));
                keepPermissions(there, next);
                force(next);
            }
            if (!there.isUnchanged()) {
                throw changed(there);
            }
            return there.isThere() ? replace(next, there, parent) : add(next, there);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** In the place of nothing: what came there meanwhile stays. */
    private static Optional<Path> add(Path next, PresentFile there) throws IOException {
        try {
            if (Files.isSymbolicLink(next)) {
                Files.createSymbolicLink(there.file(), Files.readSymbolicLink(next));
            } else {
                link(there.file(), next);
            }
            return Optional.empty();
        } catch (FileAlreadyExistsException meanwhile) {
            throw changed(there);
        }
    }

    private static void link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (FileAlreadyExistsException meanwhile) {
            throw meanwhile;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            Files.move(file, name);
        }
    }

    /** The old one keeps a second name until it is known that nobody has written it in between. */
    private Optional<Path> replace(Path next, PresentFile there, Path parent) throws IOException {
        @Nullable Path old = Files.isSymbolicLink(there.file()) ? null : secondName(there.file(), parent);
        Files.move(next, there.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (old == null) {
            return Optional.empty();
        }
        if (!java.util.Objects.equals(PresentFile.stamp(old), there.stamp())) {
            return Optional.of(old);
        }
        Files.delete(old);
        return Optional.empty();
    }

    private @Nullable Path secondName(Path file, Path parent) throws IOException {
        Path old = beside(parent);
        try {
            Files.createLink(old, file);
            return old;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            return null;
        }
    }

    /** Who may read and write it stays as it was; whether it may be run is the snapshot's. */
    private static void keepPermissions(PresentFile there, Path next) throws IOException {
        if (!there.isThere() || Files.isSymbolicLink(there.file())) {
            return;
        }
        Set<PosixFilePermission> were = Files.getPosixFilePermissions(there.file());
        Set<PosixFilePermission> kept = new HashSet<>(were);
        kept.removeAll(EXECUTING);
        if (Files.getPosixFilePermissions(next).contains(PosixFilePermission.OWNER_EXECUTE)) {
            kept.add(PosixFilePermission.OWNER_EXECUTE);
            if (were.contains(PosixFilePermission.GROUP_READ)) {
                kept.add(PosixFilePermission.GROUP_EXECUTE);
            }
            if (were.contains(PosixFilePermission.OTHERS_READ)) {
                kept.add(PosixFilePermission.OTHERS_EXECUTE);
            }
        }
        Files.setPosixFilePermissions(next, kept);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Path beside(Path parent) {
        return parent.resolve(PREFIX + Long.toHexString(random.nextLong()));
    }

    private static SnapshotException changed(PresentFile there) {
        return new SnapshotException(there.path() + " was changed just now, and stays as it is");
    }
}
