package dev.herald.query;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.fold.Refusal;
import dev.herald.fold.Unanswered;
import dev.herald.journal.Budget;
import dev.herald.journal.HistoryLane;
import dev.herald.journal.HistoryPage;
import dev.herald.journal.HistoryQuery;
import dev.herald.journal.JournalException;
import dev.herald.journal.ReadAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The events of a project in a stretch of the journal, a page after the other. For virtual threads. */
final class HistoryUnread {
    /** So many events are looked at; who was away for longer is told of the first of them. */
    static final int EVENTS_MAX = 20_000;

    private static final long PAGE_BYTES_MAX = 4 << 20;
    private static final long PAGE_MILLIS_MAX = 5_000;

    private final HistoryLane lane;

    HistoryUnread(HistoryLane lane) {
        this.lane = lane;
    }

    /** @param isWhole false where more came than is looked at, or what was asked for was trimmed */
    record Stretch(List<Event> events, boolean isWhole) {}

    /** After one position, up to another. */
    Stretch between(Position after, Position last, ProjectId project, Reach reach) {
        List<Event> found = new ArrayList<>();
        boolean isWhole = true;
        Position from = after;
        while (last.isAfter(from)) {
            HistoryPage page = page(from, last, project, reach);
            found.addAll(page.events());
            isWhole &= page.isWhole();
            if (page.next() == null) {
                break;
            }
            if (found.size() >= EVENTS_MAX) {
                isWhole = false;
                break;
            }
            from = page.next();
        }
        return new Stretch(List.copyOf(found), isWhole);
    }

    private HistoryPage page(Position after, Position last, ProjectId project, Reach reach) {
        HistoryQuery query = new HistoryQuery(
                reach, project, Set.of(), after, new Position(last.packed() + 1), HistoryQuery.LIMIT_MAX, false);
        Budget budget = Budget.of(HistoryQuery.LIMIT_MAX, PAGE_BYTES_MAX, PAGE_MILLIS_MAX);
        return switch (lane.ask(budget, (reader, within) -> reader.page(query, within))) {
            case ReadAnswer.Read<HistoryPage>(HistoryPage page) -> page;
            case ReadAnswer.Busy<HistoryPage> _ ->
                throw new Unanswered(new Refusal.Unreadable("too many ask for history: try again in a moment"));
            case ReadAnswer.Failed<HistoryPage>(RuntimeException failure) ->
                throw new Unanswered(new Refusal.Unreadable(
                        failure instanceof JournalException
                                ? String.valueOf(failure.getMessage())
                                : "its reader failed"));
            case ReadAnswer.Gone<HistoryPage> _ -> throw new Unanswered(new Refusal.Stopping());
        };
    }
}
