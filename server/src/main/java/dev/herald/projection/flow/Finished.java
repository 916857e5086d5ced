package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.projection.Percentiles;
import dev.herald.projection.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The leaves that were finished in a window, in the order in which they were. */
record Finished(List<Leaf> leaves) {
    static Finished in(Window window, List<Leaf> all) {
        List<Leaf> found = new ArrayList<>();
        for (Leaf leaf : all) {
            Position finished = leaf.finished();
            if (finished != null && window.contains(finished.epochMillis())) {
                found.add(leaf);
            }
        }
        found.sort(Comparator.comparing(Finished::end));
        return new Finished(List.copyOf(found));
    }

    /** When a finished leaf was. */
    static Position end(Leaf leaf) {
        Position end = leaf.finished();
        if (end == null) {
            throw new IllegalStateException(
                    "the leaf is not finished: " + leaf.task().id());
        }
        return end;
    }

    int n() {
        return leaves.size();
    }

    Percentiles percentiles(ToDoubleFunction<Leaf> of) {
        return Percentiles.of(leaves.stream().mapToDouble(of).toArray());
    }

    double sum(ToDoubleFunction<Leaf> of) {
        return leaves.stream().mapToDouble(of).sum();
    }

    /** The sum of the estimates; null unless each has one. */
    @Nullable
    Double points() {
        double sum = 0;
        for (Leaf leaf : leaves) {
            Double estimate = leaf.task().estimate();
            if (estimate == null) {
                return null;
            }
            sum += estimate;
        }
        return sum;
    }
}
