package dev.herald.source.git;

import dev.herald.event.Draft;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
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

    private static List<Draft> without(List<Draft> drafts, Receipt.Conflict conflict) {
        Set<Integer> known = conflict.places();
        return IntStream.range(0, drafts.size())
                .filter(index -> !known.contains(index))
                .mapToObj(drafts::get)
                .toList();
    }

    /** One that hands them to an intake and waits until the journal has them. */
    static Keeper of(Intake intake) {
        Logger log = LoggerFactory.getLogger(Keeper.class);
        return drafts -> {
            try {
                List<Draft> left = drafts;
                while (!left.isEmpty()) {
                    switch (intake.submit(left).get()) {
                        case Receipt.Accepted _ -> {
                            return true;
                        }
                        case Receipt.Refused refused -> {
                            log.debug("{} events of git wait: {}", drafts.size(), refused.detail());
                            return false;
                        }
                        // A commit that was told already, by this watch or in another way, is told once.
                        case Receipt.Conflict conflict -> left = without(left, conflict);
                        case Receipt.Stale _ -> throw new IllegalStateException("what git tells has no guards");
                    }
                }
                return true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("an intake always answers", e);
            }
        };
    }
}
