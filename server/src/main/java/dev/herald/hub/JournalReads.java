package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.journal.Journal;
import dev.herald.journal.JournalException;
import dev.herald.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard's reads of the journal for cursors beyond its ring: a few at once, first come first served, one chunk a turn,
 * so that nobody is starved by one that is far behind. Runs on its loop; only the read itself runs on a virtual thread,
 * which shares nothing and posts back what it found.
 */
final class JournalReads {
    /** Who waits for events after a position. Runs on the loop. */
    interface Asking {
        Position position();

        /** Changes whenever what was asked for comes to nothing. */
        long generation();

        boolean awaitsRead();

        /** Whether it stands in the queue. */
        boolean isQueued();

        void queued(boolean is);

        /** Whether another has left what comes next, so that no read is needed. */
        boolean hasShared();

        /** The read is not needed. */
        void onShared();

        void onRead(long asked, Found found);

        void onReadFailed(long asked, JournalException failure);

        /** The read went wrong in a way that trying again does not mend. */
        void onBrokenRead(long asked);
    }

    /** How often a read is done again because the log was trimmed under it, before a gap is assumed. */
    private static final int TRIM_RETRIES_MAX = 3;

    private final Journal journal;
    private final HubLimits limits;
    private final Loop loop;
    private final Executor threads;
    private final ShardFigures figures;
    private final ArrayDeque<Asking> waiting = new ArrayDeque<>();
    private int active;

    JournalReads(Journal journal, HubLimits limits, Loop loop, Executor threads, ShardFigures figures) {
        this.journal = journal;
        this.limits = limits;
        this.loop = loop;
        this.threads = threads;
        this.figures = figures;
    }

    /** It waits for the events after its position; it hears {@code onRead}, or {@code onReadFailed}. */
    void request(Asking catchUp) {
        if (!catchUp.isQueued()) {
            catchUp.queued(true);
            waiting.add(catchUp);
        }
        startNext();
    }

    private void startNext() {
        while (active < limits.journalReadsMax()) {
            Asking catchUp = waiting.poll();
            if (catchUp == null) {
                return;
            }
            catchUp.queued(false);
            if (catchUp.awaitsRead() && catchUp.hasShared()) {
                catchUp.onShared();
            } else if (catchUp.awaitsRead()) {
                start(catchUp, catchUp.generation(), catchUp.position());
            }
        }
    }

    private void start(Asking catchUp, long generation, Position after) {
        active++;
        figures.journalRead();
        threads.execute(() -> {
            Consumer<Asking> outcome = at -> at.onBrokenRead(generation);
            try {
                Found found = read(after);
                outcome = at -> at.onRead(generation, found);
            } catch (JournalException e) {
                outcome = at -> at.onReadFailed(generation, e);
            } finally {
                // Whatever else went wrong is a broken invariant: the session is given up, the exception goes on its
                // way.
                Consumer<Asking> told = outcome;
                loop.post(() -> {
                    active--;
                    told.accept(catchUp);
                    startNext();
                });
            }
        });
    }

    /** Reads until the log was not trimmed meanwhile: only then is it sure whether the events follow without a hole. */
    private Found read(Position after) {
        Position floor = journal.floor();
        boolean wasTrimmed = journal.isTrimmed();
        for (int i = 0; ; i++) {
            List<Event> events = journal.read(after, limits.catchUpEventsMax(), limits.catchUpChunkBytes());
            Position floorNow = journal.floor();
            boolean isTrimmed = journal.isTrimmed();
            boolean isSteady = floorNow.equals(floor) && isTrimmed == wasTrimmed;
            floor = floorNow;
            wasTrimmed = isTrimmed;
            if (isSteady || i == TRIM_RETRIES_MAX) {
                boolean isWhole = after.compareTo(floor) >= 0 || after.equals(Position.ORIGIN) && !isTrimmed;
                return new Found(events, isWhole ? null : floor, journal.oldest());
            }
        }
    }

    /**
     * What a read found.
     *
     * @param events after the position asked for; empty when there are none
     * @param floor when events after the position asked for were trimmed: what follows it is whole; else null
     * @param oldest the oldest event kept
     */
    record Found(List<Event> events, @Nullable Position floor, Position oldest) {}
}
