package dev.herald.hub;

import dev.herald.event.Event;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lagging session that asked for it may skip: progress that a later event of the same subject supersedes. */
final class Conflation {
    private static final Set<KnownType> SUPERSEDED = Collections.unmodifiableSet(EnumSet.of(
            KnownType.PROGRESS_UPDATE,
            KnownType.AGENT_STATUS_CHANGED,
            KnownType.WORKFLOW_PROGRESS,
            KnownType.DASHBOARD_UPDATE));

    private Conflation() {}

    /** Removes from the list what a later event in it supersedes; the order of the rest stays. */
    static void conflate(List<Event> events) {
        Set<Key> seen = new HashSet<>();
        int kept = events.size();
        for (int i = events.size() - 1; i >= 0; i--) {
            Event event = events.get(i);
            if (!isConflatable(event.type()) || seen.add(new Key(event.type(), event.subject(), event.project()))) {
                kept--;
                events.set(kept, event);
            }
        }
        events.subList(0, kept).clear();
    }

    private static boolean isConflatable(EventType type) {
        return type instanceof KnownType known && SUPERSEDED.contains(known);
    }

    private record Key(
            EventType type,
            @Nullable String subject,
            @Nullable ProjectId project) {}
}
