package dev.herald.query;

import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.journal.HistoryLane;
import org.jspecify.annotations.Nullable;

/** Says what happened in a project since a position. For virtual threads. */
public final class Briefs {
    private static final long DAY_MILLIS = 86_400_000;

    private final HistoryUnread history;

    public Briefs(HistoryLane lane) {
        history = new HistoryUnread(lane);
    }

    /**
     * @param after the newest event that its reader knows; null for the day before
     * @param budget how many characters its text has at most
     */
    public Brief of(Seen<ProjectView> seen, Reach reach, @Nullable Position after, int budget) {
        Position from =
                after != null ? after : Position.of(Math.max(0, seen.atMillis() - DAY_MILLIS), Position.SEQUENCE_MAX);
        HistoryUnread.Stretch stretch =
                history.between(from, seen.asOf(), seen.value().project().id(), reach);
        return new BriefWriting(seen, reach, stretch.events()).brief(from, stretch.isWhole(), budget);
    }
}
