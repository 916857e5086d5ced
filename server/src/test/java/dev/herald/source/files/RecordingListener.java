package dev.herald.source.files;

import dev.herald.event.payload.FileChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Keeps what it is told, and refuses as often as a test wants. */
final class RecordingListener implements ChangeListener {
    private final List<FileChange> changes = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int refusals;
    private int refused;
    private int batchMost;

    @Override
    public synchronized boolean onChanges(List<FileChange> batch) {
        if (refusals > 0) {
            refusals--;
            refused++;
            return false;
        }
        batchMost = Math.max(batchMost, batch.size());
        changes.addAll(batch);
        notifyAll();
        return true;
    }

    @Override
    public synchronized void onWarning(String message) {
        warnings.add(message);
        notifyAll();
    }

    synchronized void refuse(int times) {
        refusals = times;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized int batchMost() {
        return batchMost;
    }

    synchronized List<FileChange> changes() {
        return List.copyOf(changes);
    }

    synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    synchronized void forget() {
        changes.clear();
    }

    /** Waits, at most 20 s, until what was told fulfils this; the caller asserts on what is returned. */
    synchronized List<FileChange> await(Predicate<List<FileChange>> condition) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.test(changes) && System.nanoTime() < end) {
            wait(100);
        }
        return changes();
    }

    synchronized List<String> awaitWarnings(int count) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (warnings.size() < count && System.nanoTime() < end) {
            wait(100);
        }
        return warnings();
    }
}
