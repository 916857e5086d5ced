package dev.herald.source.files;

import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which folders the system tells of, which have to be polled, and which cannot be read. Each trouble is said once while
 * it lasts.
 */
final class Coverage {
    private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);

    private final Path root;
    private final Watches watches;
    private final Consumer<String> warn;
    private final Set<Folder> polled = new LinkedHashSet<>();
    private final Set<Folder> denied = new LinkedHashSet<>();
    private boolean isAtLimit;
    private boolean isLimitTold;

    Coverage(Path root, Watches watches, Consumer<String> warn) {
        this.root = root;
        this.watches = watches;
        this.warn = warn;
    }

    /** Sees to it that the folder is watched, or else polled. */
    void watch(Folder folder) {
        if (folder.watch != null) {
            return;
        }
        if (isAtLimit) {
            polled.add(folder);
            return;
        }
        Path path = folder.pathIn(root);
        try {
            folder.watch = watches.register(path, folder);
            polled.remove(folder);
        } catch (IOException e) {
            // Whatever the reason, a folder that is there is looked at from time to time; who lists it sees whether.
            LOG.debug("Cannot watch {}", path, e);
            polled.add(folder);
            if (isLimit(e)) {
                isAtLimit = true;
                tellLimit();
            }
        } catch (ClosedWatchServiceException e) {
            // The last round at the end: what it still finds is told, nothing new is watched.
            LOG.debug("No watch for {} any more", path, e);
        }
    }

    boolean isCovered(Folder folder) {
        return folder.watch != null || polled.contains(folder);
    }

    /** The folder is no more, or is another directory now. */
    void unwatch(Folder folder) {
        @Nullable Registration watch = folder.watch;
        if (watch != null) {
            watch.cancel();
            folder.watch = null;
        }
        polled.remove(folder);
        denied.remove(folder);
    }

    void readable(Folder folder) {
        if (folder.watch != null) {
            polled.remove(folder);
        }
        if (folder.isDenied) {
            folder.isDenied = false;
            denied.remove(folder);
            LOG.info("{} can be read again", folder.pathIn(root));
        }
    }

    void unreadable(Folder folder, IOException reason) {
        polled.add(folder);
        denied.add(folder);
        if (!folder.isDenied) {
            folder.isDenied = true;
            warn.accept("Cannot read the directory " + folder.pathIn(root) + " (" + reason
                    + "). What happens in it is not seen; it is tried again, and the rest is watched.");
        }
    }

    /** The folders to look at, each of which may be watched by now. */
    List<Folder> pollable() {
        isAtLimit = false;
        return List.copyOf(polled);
    }

    boolean isPolling() {
        return !polled.isEmpty();
    }

    /** After a round of polling: a limit that is reached again is news again. */
    void polled() {
        if (polled.isEmpty()) {
            isLimitTold = false;
        }
    }

    Health.Status status() {
        if (!denied.isEmpty()) {
            return degraded(denied.size() + " directories cannot be read, first " + first(denied));
        }
        if (!polled.isEmpty()) {
            return degraded(polled.size() + " directories are polled, not watched, first " + first(polled)
                    + "; raise fs.inotify.max_user_watches");
        }
        return Health.Status.HEALTHY;
    }

    private Path first(Set<Folder> folders) {
        return folders.iterator().next().pathIn(root);
    }

    private static Health.Status degraded(String detail) {
        return new Health.Status(Health.Level.DEGRADED, detail);
    }

    private void tellLimit() {
        if (!isLimitTold) {
            isLimitTold = true;
            warn.accept("The system's limit of watched directories is reached below " + root
                    + "; the rest is polled, which is slower. Raise it: sudo sysctl"
                    + " fs.inotify.max_user_watches=1048576 (and in /etc/sysctl.d to keep it).");
        }
    }

    /** The JDK says it in words only. */
    private static boolean isLimit(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("limit of inotify") || message.contains("No space left");
    }
}
