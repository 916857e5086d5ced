package dev.herald.fold;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.Budget;
import dev.herald.journal.CatchUpLane;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import dev.herald.journal.Slice;
import dev.herald.journal.Snapshot;
import dev.herald.journal.Snapshots;
import dev.herald.projection.Projection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states as they were saved last: the newest that is sound, of this log, and of which each section can be read; else
 * the states before any event. Blocks on the disk.
 */
final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);
    private static final long READ_SECONDS_MAX = 20;

    private final List<Projection<?>> projections;
    private final Snapshots snapshots;
    private final CatchUpLane reads;

    Restoring(List<Projection<?>> projections, Snapshots snapshots, CatchUpLane reads) {
        this.projections = projections;
        this.snapshots = snapshots;
        this.reads = reads;
    }

    /**
     * @param end where the log ends: what was saved beyond is of another one
     * @throws JournalException where it cannot be said what was saved: to begin anew then could lose what was trimmed
     */
    Projections newest(Position end) {
        boolean isFirst = true;
        for (Position position : Saving.kept(snapshots, end)) {
            Projections restored = at(position);
            if (restored != null) {
                return restored;
            }
            isFirst = false;
        }
        Projections begun = new Projections(projections);
        if (!isFirst) {
            LOG.warn("no saved state of the projects can be used: the whole journal is folded again");
            // It was told of before, so what follows from the last day may be news.
            begun.beginTelling();
        }
        return begun;
    }

    private @Nullable Projections at(Position position) {
        try {
            Snapshot snapshot = Saving.at(snapshots, position);
            if (snapshot == null || !isOfThisLog(position)) {
                return null;
            }
            Projections restored = new Projections(projections);
            restored.load(snapshot.version(), snapshot.state());
            return restored;
        } catch (RuntimeException unusable) {
            LOG.warn(
                    "the state that was saved at {} cannot be used, an older one is tried: {}",
                    position,
                    unusable.toString());
            return null;
        }
    }

    /** A reader after a position that is of another log is sent back to before it. */
    private boolean isOfThisLog(Position position) {
        CompletableFuture<ReadAnswer<Slice>> answer = new CompletableFuture<>();
        reads.read(position, Reach.ALL, Budget.of(1, 1, 1_000), answer::complete);
        ReadAnswer<Slice> read = answer.completeOnTimeout(new ReadAnswer.Gone<>(), READ_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
        if (read instanceof ReadAnswer.Read<Slice>(Slice slice) && position.isAfter(slice.from())) {
            LOG.warn("the state that was saved at {} is of another journal than this one", position);
            return false;
        }
        // A journal that cannot be read now can be later, and then this state is what is needed.
        return true;
    }
}
