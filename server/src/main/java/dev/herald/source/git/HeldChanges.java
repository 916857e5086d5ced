package dev.herald.source.git;

import dev.herald.event.payload.FileChange;
import dev.herald.source.files.ChangeListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where changes of files go through. As long as git has done nothing since it was last looked at, they pass at once, on
 * the thread that brings them. Else they are held, in order, until the watch's thread has found out what git did.
 *
 * <p>Why no change slips by: git locks the index before it changes files, and writes HEAD's log after it. A change comes
 * here when its file has been quiet for a while, and then there is a look at the repository: it shows the lock, or the
 * log's new line, or that git did neither. Any thread, under its own lock.
 */
final class HeldChanges implements ChangeListener {
    /** Changes handed on at once. */
    private static final int BATCH_MAX = 256;

    private final ChangeListener inner;
    private final int heldMax;
    private final Runnable wake;
    private final Deque<FileChange> held = new ArrayDeque<>();
    /** Judged, and not yet taken by the listener. Before what is held. */
    private final Deque<FileChange> passed = new ArrayDeque<>();

    private @Nullable Supplier<Signs> look;
    private @Nullable Signs settled;
    private boolean isFolding;
    private boolean isClosed;
    private long heldTotal;

    /** @param wake called when something is held, and nothing was before */
    HeldChanges(ChangeListener inner, int heldMax, Runnable wake) {
        this.inner = inner;
        this.heldMax = heldMax;
        this.wake = wake;
    }

    @Override
    public boolean onChanges(List<FileChange> changes) throws InterruptedException {
        synchronized (this) {
            if (!isClosed && (!isEmpty() || isNews())) {
                boolean isFirst = isEmpty();
                boolean hasRoom = held.size() + passed.size() + changes.size() <= heldMax || isEmpty();
                if (hasRoom) {
                    held.addAll(changes);
                    heldTotal += changes.size();
                }
                if (isFirst) {
                    wake.run();
                }
                return hasRoom;
            }
        }
        return inner.onChanges(changes);
    }

    @Override
    public void onWarning(String message) {
        inner.onWarning(message);
    }

    private boolean isNews() {
        return look != null && (isFolding || !look.get().equals(settled));
    }

    /** There is a repository: what changes is compared with how it looks. */
    synchronized void attend(Supplier<Signs> how, Signs now) {
        look = how;
        settled = now;
    }

    /** There is none any more: what is held is for the watch's thread to deliver. */
    synchronized void leave() {
        look = null;
        settled = null;
        isFolding = false;
    }

    /** Nothing is held from here on. */
    synchronized void close() {
        isClosed = true;
    }

    /**
     * What git did up to this look is known.
     *
     * @param isFoldingNow whether changes of files that it made may still come
     */
    synchronized void settle(Signs signs, boolean isFoldingNow) {
        settled = signs;
        isFolding = isFoldingNow;
    }

    /** All that is held now, in order. */
    synchronized List<FileChange> held() {
        return new ArrayList<>(held);
    }

    synchronized boolean isEmpty() {
        return held.isEmpty() && passed.isEmpty();
    }

    /**
     * The first ones held are judged.
     *
     * @param passing those of them that go on
     */
    synchronized void judged(int count, List<FileChange> passing) {
        for (int i = 0; i < count; i++) {
            held.remove();
        }
        passed.addAll(passing);
    }

    /** All that is held goes on as it is. */
    synchronized void passAll() {
        passed.addAll(held);
        held.clear();
    }

    /** How many have ever been held. */
    synchronized long heldTotal() {
        return heldTotal;
    }

    /** Hands on what passes; whether all of it was taken. Called by the watch's thread alone. */
    boolean deliver() throws InterruptedException {
        List<FileChange> batch = batch();
        while (!batch.isEmpty()) {
            if (!inner.onChanges(batch)) {
                return false;
            }
            synchronized (this) {
                for (int i = 0; i < batch.size(); i++) {
                    passed.remove();
                }
            }
            batch = batch();
        }
        return true;
    }

    private synchronized List<FileChange> batch() {
        return passed.stream().limit(BATCH_MAX).toList();
    }
}
