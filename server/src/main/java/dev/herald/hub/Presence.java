package dev.herald.hub;

import dev.herald.event.Reach;
import dev.herald.event.Room;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions want what. Any thread; changed when a session subscribes, never when an event is delivered. */
final class Presence {
    static final String EVERY_TYPE = "*";
    static final String EVERY_PROJECT = "project:*";

    private final Map<String, Integer> types = new ConcurrentHashMap<>();
    private final Map<String, Integer> rooms = new ConcurrentHashMap<>();

    void enter(Subscription subscription) {
        change(subscription, 1);
    }

    void leave(Subscription subscription) {
        change(subscription, -1);
    }

    Map<String, Integer> types() {
        return Map.copyOf(types);
    }

    Map<String, Integer> rooms() {
        return Map.copyOf(rooms);
    }

    private void change(Subscription subscription, int by) {
        Set<String> wanted = new HashSet<>();
        Set<String> entered = new HashSet<>();
        for (Clause clause : subscription.clauses()) {
            if (clause.types().isEmpty()) {
                wanted.add(EVERY_TYPE);
            }
            clause.types().forEach(type -> wanted.add(type.wireName()));
            if (clause.isEveryProject()) {
                enterEvery(subscription.reach(), entered);
            }
            clause.projects()
                    .forEach(project -> entered.add(Room.project(project).toString()));
            clause.rooms().forEach(room -> entered.add(room.toString()));
            if (clause.isProjectless()) {
                entered.add(Room.GLOBAL.toString());
            }
        }
        wanted.forEach(name -> add(types, name, by));
        entered.forEach(name -> add(rooms, name, by));
    }

    /** Every project is those that may be seen. */
    private static void enterEvery(Reach reach, Set<String> entered) {
        if (reach.isEveryProject()) {
            entered.add(EVERY_PROJECT);
        }
        reach.projects().forEach(project -> entered.add(Room.project(project).toString()));
    }

    /** A count that comes to nothing is removed, so that names of the past take no room. */
    private static void add(Map<String, Integer> counts, String name, int by) {
        counts.merge(name, by, (before, change) -> before + change == 0 ? null : before + change);
    }
}
