package dev.herald.projection.flow;

import dev.herald.projection.work.Status;
import dev.herald.projection.work.TaskHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the work is done: the weight of the leaves that are done, of the weight of those that are not cancelled.
 *
 * @param percentage 0 to 100; null where there is no such leaf
 * @param completed how many leaves are done
 * @param total how many are not cancelled
 * @param isByEstimate whether a leaf weighs its estimate: each that counts has one above 0. Else each weighs 1
 */
public record Progress(@Nullable Double percentage, int completed, int total, boolean isByEstimate) {
    /** As it stood after all events up to the moment. */
    static Progress at(List<Leaf> leaves, long millis) {
        int total = 0;
        int completed = 0;
        double weight = 0;
        double done = 0;
        boolean isByEstimate = true;
        for (Leaf leaf : leaves) {
            TaskHistory.Step step = leaf.stepAt(millis);
            if (step == null || step.status() == null || step.status() == Status.CANCELLED) {
                continue;
            }
            Double estimate = step.estimate();
            isByEstimate &= estimate != null && estimate > 0;
            double own = estimate == null ? 0 : estimate;
            total++;
            weight += own;
            if (step.status() == Status.DONE) {
                completed++;
                done += own;
            }
        }
        if (total == 0) {
            return new Progress(null, 0, 0, false);
        }
        return new Progress(
                100 * (isByEstimate ? done / weight : (double) completed / total), completed, total, isByEstimate);
    }
}
