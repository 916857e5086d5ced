package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts another index in the place of the user's, if that is still the one that was seen.
 *
 * <p>The lock is git's own, {@code index.lock}. It is made as a link to the index that is ready already, so that it is
 * held for one look and one rename, in which alone a command of the user can meet it. And if the process is killed just
 * then, the link shows whose lock it was.
 *
 * <p>So that these take no longer than they must, what makes them slow is done before: the new index is on the disk,
 * which a rename over a file would wait for; the old one has another name for the while, so that it is not freed in
 * between; and the first time, all is done once with files of our own, so that the code is there.
 */
final class IndexSwap {
    static final String PREFIX = "herald-index-";

    private final Workshop workshop;
    private boolean isWarm;

    IndexSwap(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Writes the new index beside the user's, under a name of its own, with the rights of the user's. */
    Path prepare(Path from) throws IOException {
        if (!isWarm) {
            warm();
            isWarm = true;
        }
        Path ready = own();
        Files.copy(from, ready, StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.exists(workshop.userIndex())) {
            Files.setPosixFilePermissions(ready, Files.getPosixFilePermissions(workshop.userIndex()));
        }
        try (FileChannel channel = FileChannel.open(ready, StandardOpenOption.READ)) {
            channel.force(false);
        }
        return ready;
    }

    /**
     * Puts it in place.
     *
     * @param seen how the user's index looked that the new one was made from; empty where there was none
     * @return false when the user's is another now, or locked; the prepared one is gone in any case
     */
    boolean swap(Path ready, Optional<Stamp> seen) throws IOException {
        Path old = own();
        Path index = workshop.userIndex();
        try {
            // With a second name it stays what it is, and no other file can be taken for it.
            boolean isThere = link(old, index);
            Optional<Stamp> now = isThere ? Stamp.of(old) : Optional.empty();
            boolean isSame =
                    now.isPresent() ? seen.filter(now.get()::isSameFile).isPresent() : seen.isEmpty();
            if (!isSame) {
                return false;
            }
            Object key = isThere ? key(old) : null;
            return exchange(ready, workshop.userLock(), index, key, workshop.witness());
        } finally {
            Files.deleteIfExists(ready);
            Files.deleteIfExists(old);
        }
    }

    private static boolean exchange(Path ready, Path lock, Path index, @Nullable Object seen, Step.Witness witness)
            throws IOException {
        try {
            Files.createLink(lock, ready);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        boolean isHeld = true;
        try {
            boolean isSame = java.util.Objects.equals(key(index), seen);
            if (isSame) {
                witness.at(Step.LOCKED);
                Files.move(lock, index, StandardCopyOption.ATOMIC_MOVE);
                isHeld = false;
            }
            return isSame;
        } finally {
            if (isHeld) {
                Files.deleteIfExists(lock);
            }
        }
    }

    private static boolean link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Which file it is; null where there is none. */
    private static @Nullable Object key(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void warm() throws IOException {
        Path index = workshop.settings().own().resolve("warm.index");
        Path ready = workshop.settings().own().resolve("warm.ready");
        Path lock = workshop.settings().own().resolve("warm.lock");
        Files.write(index, new byte[1]);
        Files.write(ready, new byte[1]);
        Files.deleteIfExists(lock);
        exchange(ready, lock, index, key(index), step -> {});
        Files.deleteIfExists(ready);
        Files.deleteIfExists(index);
    }

    private Path own() {
        return workshop.gitDirectory().resolve(PREFIX + UUID.randomUUID());
    }
}
