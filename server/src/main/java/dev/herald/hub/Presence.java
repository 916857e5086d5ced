package dev.herald.hub;

import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.util.Map;
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
        if (subscription.types().isEmpty()) {
            add(types, EVERY_TYPE, by);
        }
        for (EventType type : subscription.types()) {
            add(types, type.wireName(), by);
        }
        if (subscription.isEveryProject()) {
            add(rooms, EVERY_PROJECT, by);
        }
        for (ProjectId project : subscription.projects()) {
            if (!subscription.rooms().contains(Room.project(project))) {
                add(rooms, Room.project(project).toString(), by);
            }
        }
        for (Room room : subscription.rooms()) {
            add(rooms, room.toString(), by);
        }
        if (subscription.isProjectless() && !subscription.rooms().contains(Room.GLOBAL)) {
            add(rooms, Room.GLOBAL.toString(), by);
        }
    }

    /** A count that comes to nothing is removed, so that names of the past take no room. */
    private static void add(Map<String, Integer> counts, String name, int by) {
        counts.merge(name, by, (before, change) -> before + change == 0 ? null : before + change);
    }
}
