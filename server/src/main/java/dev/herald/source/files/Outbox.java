package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Changes on their way to the listener, in order. It is emptied after each round, and the watch does nothing else until
 * it is: what happens meanwhile waits in the system's queue, and when that overflows it is found by looking. So a
 * listener that refuses for long costs no memory and loses nothing.
 */
final class Outbox {
    private final Deque<FileChange> changes = new ArrayDeque<>();
    private final ChangeListener listener;
    private final int batchMax;
    private final long retryMillis;
    private volatile boolean isRefused;

    Outbox(ChangeListener listener, int batchMax, long retryMillis) {
        this.listener = listener;
        this.batchMax = batchMax;
        this.retryMillis = retryMillis;
    }

    void add(FileChange change) {
        changes.add(change);
    }

    /** Whether the listener did not take what it was offered last. Any thread. */
    boolean isRefused() {
        return isRefused;
    }

    /** Tells everything, however often it takes; gives up when closing. Returns how many changes are left. */
    int deliver(CountDownLatch closing) throws InterruptedException {
        while (!changes.isEmpty()) {
            List<FileChange> batch = batch();
            isRefused = !listener.onChanges(batch);
            if (!isRefused) {
                for (int i = 0; i < batch.size(); i++) {
                    changes.remove();
                }
            } else if (closing.await(retryMillis, TimeUnit.MILLISECONDS)) {
                return changes.size();
            }
        }
        return 0;
    }

    private List<FileChange> batch() {
        List<FileChange> batch = new ArrayList<>(Math.min(batchMax, changes.size()));
        for (FileChange change : changes) {
            if (batch.size() == batchMax) {
                break;
            }
            batch.add(change);
        }
        return List.copyOf(batch);
    }
}
