package dev.herald.intake;

import dev.herald.event.Draft;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The one door for all that comes. */
public interface Intake {
    /**
     * Hands in drafts that stay together and in order. Any thread; never blocks. The future completes on the writer's
     * thread, after the commit, and never exceptionally: what it holds is a {@link Receipt} that must be looked at.
     */
    CompletableFuture<Receipt> submit(List<Draft> drafts);

    /** Whether the last append succeeded; false while the journal cannot accept. */
    boolean isHealthy();
}
