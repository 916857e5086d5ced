package dev.herald.source.git;

import dev.herald.event.Draft;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what is told of a repository. Runs on the watch's own thread, which waits for it: it may block. */
@FunctionalInterface
public interface Keeper {
    /**
     * Takes events, all or none, in order.
     *
     * @return whether they were kept; if not, the same come again later, before any other
     * @throws InterruptedException when the watch is closed while this waits
     */
    boolean keep(List<Draft> drafts) throws InterruptedException;

    /** One that hands them to an intake and waits until the journal has them. */
    static Keeper of(Intake intake) {
        Logger log = LoggerFactory.getLogger(Keeper.class);
        return drafts -> {
            try {
                Receipt receipt = intake.submit(drafts).get();
                if (receipt instanceof Receipt.Refused refused) {
                    log.debug("{} events of git wait: {}", drafts.size(), refused.detail());
                }
                return receipt instanceof Receipt.Accepted;
            } catch (ExecutionException e) {
                throw new IllegalStateException("an intake always answers", e);
            }
        };
    }
}
