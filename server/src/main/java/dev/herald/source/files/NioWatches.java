package dev.herald.source.files;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's watch service; inotify on Linux. A key stands for the directory itself and not for its path: it goes with a
 * directory that is renamed, which is why keys lead to folders here and paths are never asked of them.
 */
final class NioWatches implements Watches {
    private static final WatchEvent.Kind<?>[] KINDS = {ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY};

    private final WatchService service;
    private final Map<WatchKey, Folder> folders = new HashMap<>();

    NioWatches() throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
    }

    @Override
    public Registration register(Path path, Folder folder) throws IOException {
        WatchKey key = path.register(service, KINDS);
        Folder before = folders.put(key, folder);
        if (before != null && before != folder) {
            // It hears nothing from now on, also when the directory comes back to it: then it has to be watched anew.
            before.watch = null;
        }
        return () -> {
            // Another folder may have taken the directory over: then the key is that folder's.
            if (folders.remove(key, folder)) {
                key.cancel();
            }
        };
    }

    @Override
    public @Nullable Signal poll(long millisMax) throws InterruptedException {
        WatchKey key = millisMax > 0 ? service.poll(millisMax, TimeUnit.MILLISECONDS) : service.poll();
        while (key != null) {
            Folder folder = folders.get(key);
            if (folder != null) {
                return signal(key, folder);
            }
            key.cancel();
            key = service.poll();
        }
        return null;
    }

    private Signal signal(WatchKey key, Folder folder) {
        Set<Path> names = new LinkedHashSet<>();
        boolean isOverflow = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                names.add(name);
            } else {
                isOverflow = true;
            }
        }
        boolean isValid = key.reset();
        if (!isValid) {
            folders.remove(key, folder);
        }
        return new Signal(folder, List.copyOf(names), isOverflow, isValid);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
