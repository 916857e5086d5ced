package dev.herald.transport.socketio.dialect;

import dev.herald.access.Grant;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.hub.Clause;
import dev.herald.hub.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rooms of one socket, and what of each it has been sent. A value, so that it can be kept for a client that comes
 * back, and read by the loop that it comes back to.
 *
 * <p>A room is heard after {@code since}. Mostly it has been sent up to where the session is, and then only {@code since}
 * is remembered. When one room is replayed from an earlier event, the session goes back, and the other rooms must not be
 * sent again what they were: for them {@code sentTo} says up to where. Once the session has passed all of these, nothing of
 * that is left in what it subscribes to, and it shares an audience with all who are in the same rooms.
 *
 * @param rooms in the order in which they were joined
 * @param generation how often the session has gone back
 * @param turned the furthest that it was when it went back
 * @param conflates whether superseded progress may be skipped while it lags
 */
record Memberships(Map<Room, Membership> rooms, int generation, Position turned, boolean conflates) {
    static final Memberships NONE = new Memberships(Map.of(), 0, Position.ORIGIN, false);

    /**
     * @param types only these; empty for all
     * @param isAliased whether the types were asked for under their alias
     * @param since events after this one
     * @param sentTo what was sent already, from {@code since} on
     */
    record Membership(Set<EventType> types, boolean isAliased, Position since, Position sentTo) {
        Membership {
            types = Set.copyOf(types);
        }

        /** The same, but without what was sent up to the position. */
        Membership sentTo(Position position) {
            return position.isAfter(sentTo) ? new Membership(types, isAliased, since, position) : this;
        }
    }

    /** The map is handed over: who makes one keeps none. A session in thousands of rooms changes them one by one. */
    Memberships {
        rooms = Collections.unmodifiableMap(rooms);
    }

    boolean isEmpty() {
        return rooms.isEmpty();
    }

    boolean isAliased() {
        return rooms.values().stream().anyMatch(Membership::isAliased);
    }

    /** With the room: a new one is heard from here on, and one that is there goes on where it was, with these types. */
    Memberships with(Room room, Set<EventType> types, boolean isAliased, Position here) {
        Membership was = rooms.get(room);
        Membership is = was == null
                ? new Membership(types, isAliased, here, here)
                : new Membership(types, isAliased, was.since, was.sentTo);
        return put(room, is, generation, turned);
    }

    /** With the room, heard from an earlier event on; the others were sent up to where the session is. */
    Memberships replaying(Room room, Set<EventType> types, boolean isAliased, Position from, Position here) {
        return sentTo(here)
                .put(
                        room,
                        new Membership(types, isAliased, from, from),
                        generation + 1,
                        here.isAfter(turned) ? here : turned);
    }

    Memberships without(Room room) {
        Map<Room, Membership> left = new LinkedHashMap<>(rooms);
        left.remove(room);
        return new Memberships(left, generation, turned, conflates);
    }

    Memberships conflating() {
        return new Memberships(rooms, generation, turned, true);
    }

    /** What the grant allows of them. */
    Memberships within(Grant grant) {
        Map<Room, Membership> left = new LinkedHashMap<>(rooms);
        left.keySet().removeIf(room -> !grant.mayHear(room));
        return new Memberships(left, generation, turned, conflates);
    }

    /** All were sent up to here. */
    Memberships sentTo(Position here) {
        Map<Room, Membership> all = new LinkedHashMap<>();
        rooms.forEach((room, membership) -> all.put(room, membership.sentTo(here)));
        return new Memberships(all, generation, turned, conflates);
    }

    /** The latest event that a room was sent while another is behind. */
    Position sentTo() {
        return rooms.values().stream()
                .map(Membership::sentTo)
                .max(Comparator.naturalOrder())
                .orElse(Position.ORIGIN);
    }

    /** What a session that continues after the position asks the hub for. */
    Subscription subscription(Reach reach, Position after) {
        boolean isPlain = rooms.values().stream().noneMatch(room -> room.sentTo.isAfter(after));
        return isPlain ? plain(reach) : windowed(reach);
    }

    private Subscription plain(Reach reach) {
        Map<Set<EventType>, List<Room>> byTypes = new LinkedHashMap<>();
        rooms.forEach((room, membership) -> byTypes.computeIfAbsent(membership.types, _ -> new ArrayList<>())
                .add(room));
        List<Clause> clauses = new ArrayList<>();
        byTypes.forEach((types, of) -> clauses.add(Clause.ofRooms(types, Set.of(of.toArray(Room[]::new)))));
        // The order in which rooms were joined must not make an audience of its own.
        clauses.sort(Comparator.comparing(clause -> clause.types().size() + ":" + clause.hashCode()));
        return new Subscription(clauses, List.of(), reach, conflates);
    }

    /**
     * Rooms that were sent the same part are one clause: an event is compared with every clause, and a session may be in
     * thousands of rooms.
     */
    private Subscription windowed(Reach reach) {
        Map<Membership, Set<Room>> wanted = new LinkedHashMap<>();
        Map<Membership, Set<Room>> sent = new LinkedHashMap<>();
        rooms.forEach((room, membership) -> {
            Set<EventType> types = membership.types;
            wanted.computeIfAbsent(
                            new Membership(types, false, membership.sentTo, membership.sentTo),
                            _ -> new LinkedHashSet<>())
                    .add(room);
            if (membership.sentTo.isAfter(membership.since)) {
                sent.computeIfAbsent(
                                new Membership(types, false, membership.since, membership.sentTo),
                                _ -> new LinkedHashSet<>())
                        .add(room);
            }
        });
        List<Clause> clauses = new ArrayList<>();
        List<Clause> heard = new ArrayList<>();
        wanted.forEach((part, of) -> clauses.add(Clause.ofRooms(part.types, of).between(part.sentTo, Clause.NO_END)));
        sent.forEach((part, of) -> heard.add(Clause.ofRooms(part.types, of).between(part.since, part.sentTo)));
        return new Subscription(clauses, heard, reach, conflates);
    }

    private Memberships put(Room room, Membership membership, int next, Position turn) {
        Map<Room, Membership> more = new LinkedHashMap<>(rooms);
        more.put(room, membership);
        return new Memberships(more, next, turn, conflates);
    }
}
