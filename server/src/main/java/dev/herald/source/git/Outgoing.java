package dev.herald.source.git;

import dev.herald.event.Draft;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the intake, in order. Nothing more is found out while some wait, so that few do. Runs on the
 * watch's thread; waits for the journal.
 */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Intake intake;
    private final Deque<Draft> waiting = new ArrayDeque<>();
    private volatile boolean isRefused;

    Outgoing(Intake intake) {
        this.intake = intake;
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

    /** Whether the intake did not take what it was offered last. Any thread. */
    boolean isRefused() {
        return isRefused;
    }

    private boolean submit(List<Draft> drafts) throws InterruptedException {
        try {
            Receipt receipt = intake.submit(drafts).get();
            isRefused = receipt instanceof Receipt.Refused;
            if (receipt instanceof Receipt.Refused refused) {
                LOG.debug("{} events of git wait: {}", drafts.size(), refused.detail());
            }
            return !isRefused;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an intake always answers", e);
        }
    }
}
