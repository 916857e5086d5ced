package dev.herald.effect.autocommit;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts another index in the place of the user's, if that is still the one that was seen.
 *
 * <p>The lock is git's own, {@code index.lock}. It is made as a link to the index that is ready already, so that it is
 * held for one look and one rename: some ten microseconds, in which alone a command of the user can meet it. And if the
 * process is killed just then, the link shows whose lock it was.
 */
final class IndexSwap {
    static final String PREFIX = "herald-index-";

    private final Workshop workshop;

    IndexSwap(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Writes the new index beside the user's, under a name of its own, with the rights of the user's. */
    Path prepare(Path from) throws IOException {
        Path ready = workshop.gitDirectory().resolve(PREFIX + UUID.randomUUID());
        Files.copy(from, ready, StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.exists(workshop.userIndex())) {
            Files.setPosixFilePermissions(ready, Files.getPosixFilePermissions(workshop.userIndex()));
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
        Path lock = workshop.userLock();
        try {
            Files.createLink(lock, ready);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(ready);
            return false;
        }
        boolean isHeld = true;
        try {
            if (!Stamp.of(workshop.userIndex()).equals(seen)) {
                return false;
            }
            workshop.witness().at(Step.LOCKED);
            Files.move(lock, workshop.userIndex(), StandardCopyOption.ATOMIC_MOVE);
            isHeld = false;
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename in " + workshop.gitDirectory(), e);
        } finally {
            if (isHeld) {
                Files.deleteIfExists(lock);
            }
            Files.deleteIfExists(ready);
        }
    }
}
