package dev.herald.journal.memory;

import dev.herald.event.Event;
import dev.herald.event.ProjectId;
import dev.herald.journal.Bounds;
import dev.herald.journal.Summary;
import dev.herald.journal.SummaryQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Figures and names by a look at each event. Called with the log's lock held. */
final class Counted {
    private Counted() {}

    static Summary of(SummaryQuery query, Bounds bounds, Collection<Event> events) {
        long running = query.runningMillis(bounds);
        long first = running - (query.minutes() - 1) * SummaryQuery.MINUTE_MILLIS;
        long[] counts = new long[query.minutes()];
        SortedSet<String> projects = new TreeSet<>();
        SortedSet<String> types = new TreeSet<>();
        for (Event event : events) {
            ProjectId project = event.project();
            if (query.reach().covers(event)) {
                types.add(event.type().wireName());
                if (project != null) {
                    projects.add(project.value());
                }
            }
            long at = event.position().epochMillis();
            if (at >= first && query.counts(project) && query.counts(event.type())) {
                counts[(int) ((at - first) / SummaryQuery.MINUTE_MILLIS)]++;
            }
        }
        List<Summary.Minute> minutes = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            long at = first + i * SummaryQuery.MINUTE_MILLIS;
            minutes.add(new Summary.Minute(at, SummaryQuery.isKept(at, bounds) ? counts[i] : null));
        }
        boolean isPartial = projects.size() > Summary.NAMES_MAX || types.size() > Summary.NAMES_MAX;
        return new Summary(bounds.newest(), minutes, firstOf(projects), firstOf(types), isPartial);
    }

    private static List<String> firstOf(SortedSet<String> names) {
        return names.stream().limit(Summary.NAMES_MAX).toList();
    }
}
