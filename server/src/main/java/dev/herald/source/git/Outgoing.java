package dev.herald.source.git;

import dev.herald.event.Draft;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Events on their way to who keeps them, in order. Nothing more is found out while some wait, so that few do. Runs on the
 * watch's thread; waits for the keeper.
 */
final class Outgoing {
    /** Who reports, as events name it. */
    static final String SOURCE = "git";

    private final Keeper keeper;
    private final Deque<Draft> waiting = new ArrayDeque<>();
    private volatile boolean isRefused;

    Outgoing(Keeper keeper) {
        this.keeper = keeper;
    }

    void add(Draft draft) {
        waiting.add(draft);
    }

    /** Whether all that was added is kept now. */
    boolean flush() throws InterruptedException {
        if (!waiting.isEmpty() && submit(List.copyOf(waiting))) {
            waiting.clear();
        }
        return waiting.isEmpty();
    }

    /** Whether these are kept; they are after what was added before, or not at all. */
    boolean send(List<Draft> drafts) throws InterruptedException {
        return flush() && submit(drafts);
    }

    /** Whether the keeper did not take what it was offered last. Any thread. */
    boolean isRefused() {
        return isRefused;
    }

    private boolean submit(List<Draft> drafts) throws InterruptedException {
        boolean isKept = keeper.keep(drafts);
        isRefused = !isKept;
        return isKept;
    }
}
