package dev.herald.source.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The real disk, with directories that may not be read, and with something that happens while one is. */
final class FaultyDisk implements Disk {
    private final LocalDisk real = new LocalDisk();
    private final Set<Path> denied = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Path interrupted;
    private volatile Step step = () -> {};

    /** What happens on the disk meanwhile. */
    interface Step {
        void run() throws IOException;
    }

    void deny(Path folder) {
        denied.add(folder);
    }

    void allow(Path folder) {
        denied.remove(folder);
    }

    /** Once, just before this directory is listed next. */
    void beforeListing(Path folder, Step happening) {
        step = happening;
        interrupted = folder;
    }

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null && denied.contains(folder)) {
            throw new AccessDeniedException(path.toString());
        }
        return real.look(path);
    }

    @Override
    public Optional<Entry> lookAtRoot(Path path) throws IOException {
        return real.lookAtRoot(path);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        if (denied.contains(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        if (folder.equals(interrupted)) {
            interrupted = null;
            step.run();
        }
        return real.list(folder);
    }
}
