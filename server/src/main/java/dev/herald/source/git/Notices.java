package dev.herald.source.git;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the watch when something happens in a repository's directories. What it is, a look shows. Where the system gives
 * no notices there are none, and the watch looks by itself, later. A virtual thread waits for them.
 */
final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    Notices(String name, Runnable wake) {
        service = open();
        if (service != null) {
            WatchService from = service;
            Thread.ofVirtual().name("herald-git-notices-" + name).start(() -> listen(from, wake));
        }
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            LOG.warn("The system gives no more file watches ({}): repositories are polled", e.getMessage());
            return null;
        }
    }

    /** From these directories, and from no others. Called by the watch's thread alone; blocks. */
    void listenTo(Collection<Path> directories) {
        if (service == null) {
            return;
        }
        keys.entrySet().removeIf(known -> {
            boolean isOver = !known.getValue().isValid() || !directories.contains(known.getKey());
            if (isOver) {
                known.getValue().cancel();
            }
            return isOver;
        });
        for (Path directory : new HashSet<>(directories)) {
            if (!keys.containsKey(directory)) {
                try {
                    keys.put(directory, directory.register(service, KINDS));
                } catch (IOException e) {
                    // Not there, or no watch is left: it is looked at all the same.
                    LOG.debug("No notices from {}: {}", directory, e.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.warn("Cannot close the notices of a repository: {}", e.toString());
        }
    }

    private static void listen(WatchService service, Runnable wake) {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                wake.run();
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("The notices of a repository end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
