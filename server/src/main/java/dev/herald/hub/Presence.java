package dev.herald.hub;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions want what. Any thread; changed when a session subscribes, never when an event is delivered. A session
 * that wants much and changes little of it costs a look at each of its names, and a count at those that changed.
 */
final class Presence {
    static final String EVERY_TYPE = "*";
    static final String EVERY_PROJECT = "project:*";

    private final Map<String, Integer> types = new ConcurrentHashMap<>();
    private final Map<Room, Integer> rooms = new ConcurrentHashMap<>();
    private final AtomicInteger everyProject = new AtomicInteger();

    /** A session wants something else; null for nothing. */
    void change(@Nullable Subscription before, @Nullable Subscription after) {
        Wanted was = Wanted.of(before);
        Wanted is = Wanted.of(after);
        change(types, was.types, is.types);
        change(rooms, was.rooms, is.rooms);
        everyProject.addAndGet((is.isEveryProject ? 1 : 0) - (was.isEveryProject ? 1 : 0));
    }

    Map<String, Integer> types() {
        return Map.copyOf(types);
    }

    Map<String, Integer> rooms() {
        Map<String, Integer> named = new HashMap<>();
        rooms.forEach((room, count) -> named.put(room.toString(), count));
        int every = everyProject.get();
        if (every != 0) {
            named.put(EVERY_PROJECT, every);
        }
        return named;
    }

    private static <K> void change(Map<K, Integer> counts, Set<K> was, Set<K> is) {
        for (K name : was) {
            if (!is.contains(name)) {
                add(counts, name, -1);
            }
        }
        for (K name : is) {
            if (!was.contains(name)) {
                add(counts, name, 1);
            }
        }
    }

    /** A count that comes to nothing is removed, so that names of the past take no room. */
    private static <K> void add(Map<K, Integer> counts, K name, int by) {
        counts.merge(name, by, (before, change) -> before + change == 0 ? null : before + change);
    }

    private record Wanted(Set<String> types, Set<Room> rooms, boolean isEveryProject) {
        private static final Wanted NOTHING = new Wanted(Set.of(), Set.of(), false);

        static Wanted of(@Nullable Subscription subscription) {
            if (subscription == null) {
                return NOTHING;
            }
            Set<String> types = new HashSet<>();
            boolean isEveryProject = false;
            for (Clause clause : subscription.clauses()) {
                if (clause.types().isEmpty()) {
                    types.add(EVERY_TYPE);
                }
                for (EventType type : clause.types()) {
                    types.add(type.wireName());
                }
                isEveryProject |= clause.isEveryProject();
            }
            return new Wanted(
                    types,
                    rooms(subscription),
                    isEveryProject && subscription.reach().isEveryProject());
        }

        private static Set<Room> rooms(Subscription subscription) {
            if (subscription.clauses().size() == 1) {
                Clause only = subscription.clauses().getFirst();
                if (!only.isEveryProject()
                        && !only.isProjectless()
                        && only.projects().isEmpty()) {
                    return only.rooms();
                }
            }
            Set<Room> rooms = new HashSet<>();
            for (Clause clause : subscription.clauses()) {
                rooms.addAll(clause.rooms());
                // Every project is those that may be seen.
                Set<ProjectId> projects =
                        clause.isEveryProject() ? subscription.reach().projects() : clause.projects();
                projects.forEach(project -> rooms.add(Room.project(project)));
                if (clause.isProjectless()) {
                    rooms.add(Room.GLOBAL);
                }
            }
            return rooms;
        }
    }
}
