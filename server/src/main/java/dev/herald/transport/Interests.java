package dev.herald.transport;

import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.hub.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Turns wishes into interests (PROTOCOL section 2), and equal ones into the same object. Any thread. */
public final class Interests {
    /** The name under which the three {@code auto_commit_*} types can be asked for. */
    public static final String ALIAS = "auto_commit";

    /** How many different interests are remembered for sharing; beyond it, remembering begins anew. */
    static final int SHARED_MAX = 1_024;

    private static final List<EventType> ALIASED =
            List.of(KnownType.AUTO_COMMIT_START, KnownType.AUTO_COMMIT_RESULT, KnownType.AUTO_COMMIT_ERROR);

    private final SessionSettings settings;
    private final Map<Interest, Interest> shared = new ConcurrentHashMap<>();

    public Interests(SessionSettings settings) {
        this.settings = settings;
    }

    /** Whether the type arrives under {@link #ALIAS} where that was asked for. */
    public static boolean isAliased(EventType type) {
        return ALIASED.contains(type);
    }

    /** All that is published, of every project. */
    public Interest everything() {
        return share(new Interest(Subscription.everything(), false, KnownType.wireNames(), null, List.of()));
    }

    /** What the wish comes to. */
    public Answer resolve(Wish wish) {
        if (wish.eventTypes().size() > settings.eventTypesMax()) {
            return new Refusal(ErrorCode.BAD_REQUEST, "at most " + settings.eventTypesMax() + " event_types");
        }
        Types types = Types.of(wish.eventTypes());
        if (types.isUnknown()) {
            return unknown(types);
        }
        ProjectId project = null;
        if (wish.projectId() != null) {
            Optional<ProjectId> parsed = ProjectId.parse(wish.projectId());
            if (parsed.isEmpty()) {
                return new Refusal(ErrorCode.INVALID_PROJECT, "project_id matches [A-Za-z0-9._-]{1,128}");
            }
            project = parsed.get();
        }
        if (wish.rooms().size() > settings.roomsMax()) {
            return new Refusal(ErrorCode.INVALID_ROOM, "at most " + settings.roomsMax() + " rooms");
        }
        Set<Room> rooms = new LinkedHashSet<>();
        for (String name : wish.rooms()) {
            Optional<Room> room = Room.parse(name);
            if (room.isEmpty()) {
                return new Refusal(
                        ErrorCode.INVALID_ROOM,
                        "no such room: " + CommandParser.quoted(name)
                                + "; a room is global, project:<id>, user:<id> or agent:<id>");
            }
            rooms.add(room.get());
        }
        Position after = null;
        if (wish.lastEventId() != null) {
            Optional<Position> parsed = Position.parse(wish.lastEventId());
            if (parsed.isEmpty()) {
                return invalidEventId(wish.lastEventId());
            }
            after = parsed.get();
        }
        List<String> roomNames = rooms.stream().map(Room::toString).toList();
        Subscription subscription = subscription(types.types(), project, rooms, wish.conflate());
        Interest interest = new Interest(subscription, types.isAliased(), types.names(), project, roomNames);
        return new Answer.Granted(share(interest), types.unknown(), after);
    }

    /**
     * What is left when the types are no longer wanted. Where all types were wanted, what is left is the rest of the
     * vocabulary's table: a {@code custom.*} type has to be asked for by its name from then on.
     *
     * @param names empty for all
     */
    public Answer without(@Nullable Interest interest, List<String> names) {
        if (names.size() > settings.eventTypesMax()) {
            return new Refusal(ErrorCode.BAD_REQUEST, "at most " + settings.eventTypesMax() + " event_types");
        }
        Types dropped = Types.of(names);
        if (dropped.isUnknown()) {
            return unknown(dropped);
        }
        if (interest == null || names.isEmpty()) {
            return new Answer.Nothing(dropped.unknown());
        }
        Set<EventType> left = new LinkedHashSet<>(Types.of(interest.typeNames()).types());
        if (!left.removeAll(dropped.types())) {
            return new Answer.Granted(interest, dropped.unknown(), null);
        }
        if (left.isEmpty()) {
            return new Answer.Nothing(dropped.unknown());
        }
        Subscription was = interest.subscription();
        Subscription now = new Subscription(
                left, was.isEveryProject(), was.projects(), was.isProjectless(), was.rooms(), was.conflate());
        boolean isAliased = interest.isAliased() && left.stream().anyMatch(ALIASED::contains);
        Interest rest = new Interest(now, isAliased, names(left, isAliased), interest.project(), interest.roomNames());
        return new Answer.Granted(share(rest), dropped.unknown(), null);
    }

    static Refusal invalidEventId(String text) {
        return new Refusal(
                ErrorCode.INVALID_EVENT_ID,
                "not an event_id: " + CommandParser.quoted(text) + "; one looks like 1763635200123-0");
    }

    private static Refusal unknown(Types types) {
        return new Refusal(
                ErrorCode.UNKNOWN_EVENT_TYPE,
                "no such event type: "
                        + String.join(
                                ", ",
                                types.unknown().stream()
                                        .limit(10)
                                        .map(CommandParser::quoted)
                                        .toList())
                        + "; known are " + String.join(", ", Messages.AVAILABLE_TYPES) + " and custom.<name>");
    }

    /** Without a project and rooms: everything. With a project: that one and the projectless; rooms come on top. */
    private static Subscription subscription(
            Set<EventType> types, @Nullable ProjectId project, Set<Room> rooms, boolean conflate) {
        if (project == null) {
            boolean isAll = rooms.isEmpty();
            return new Subscription(types, isAll, Set.of(), isAll, rooms, conflate);
        }
        return new Subscription(types, false, Set.of(project), true, rooms, conflate);
    }

    private static List<String> names(Set<EventType> types, boolean isAliased) {
        boolean isWhole = isAliased && types.containsAll(ALIASED);
        Set<String> names = new LinkedHashSet<>();
        for (EventType type : types) {
            names.add(isWhole && ALIASED.contains(type) ? ALIAS : type.wireName());
        }
        return List.copyOf(names);
    }

    int sharedCount() {
        return shared.size();
    }

    private Interest share(Interest interest) {
        if (shared.size() >= SHARED_MAX) {
            shared.clear();
        }
        Interest first = shared.putIfAbsent(interest, interest);
        return first != null ? first : interest;
    }

    /**
     * Type names, looked up.
     *
     * @param types empty where all were meant, in which case the names are the whole table's
     */
    private record Types(Set<EventType> types, List<String> names, List<String> unknown, boolean isAliased) {
        static Types of(List<String> asked) {
            if (asked.isEmpty()) {
                return new Types(Set.of(), KnownType.wireNames(), List.of(), false);
            }
            Map<String, List<EventType>> known = new LinkedHashMap<>();
            Set<String> unknown = new LinkedHashSet<>();
            for (String name : asked) {
                Optional<EventType> type = EventType.parse(name);
                if (name.equals(ALIAS)) {
                    known.put(name, ALIASED);
                } else if (type.isPresent()) {
                    known.put(name, List.of(type.get()));
                } else {
                    unknown.add(name);
                }
            }
            Set<EventType> types = new LinkedHashSet<>();
            known.values().forEach(types::addAll);
            return new Types(types, List.copyOf(known.keySet()), new ArrayList<>(unknown), known.containsKey(ALIAS));
        }

        boolean isUnknown() {
            return names.isEmpty();
        }
    }
}
