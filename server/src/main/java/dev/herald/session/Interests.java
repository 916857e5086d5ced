package dev.herald.session;

import dev.herald.access.Grant;
import dev.herald.event.EventType;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Reach;
import dev.herald.event.Room;
import dev.herald.hub.Clause;
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
    /** How many different interests are remembered for sharing; beyond it, remembering begins anew. */
    static final int SHARED_MAX = 1_024;

    private final SessionSettings settings;
    private final Map<Interest, Interest> shared = new ConcurrentHashMap<>();

    public Interests(SessionSettings settings) {
        this.settings = settings;
    }

    /** All that is published and may be read. */
    public Interest everything(Reach reach) {
        Types types = Types.of(List.of()).within(reach);
        return share(new Interest(Subscription.everything().within(reach), false, types.names(), null, List.of()));
    }

    /** What the wish of somebody with this grant comes to. */
    public Answer resolve(Wish wish, Grant grant) {
        if (wish.eventTypes().size() > settings.eventTypesMax()) {
            return Refusal.tooMany(ErrorCode.BAD_REQUEST, "event_types", settings.eventTypesMax());
        }
        Types types = Types.of(wish.eventTypes()).within(grant.reach());
        if (types.isUnknown()) {
            return unknown(types);
        }
        if (types.names().isEmpty()) {
            return new Refusal(ErrorCode.FORBIDDEN, "the token does not allow to read these event types");
        }
        ProjectId project = null;
        if (wish.projectId() != null) {
            Optional<ProjectId> parsed = ProjectId.parse(wish.projectId());
            if (parsed.isEmpty()) {
                return new Refusal(ErrorCode.INVALID_PROJECT, "project_id matches [A-Za-z0-9._-]{1,128}");
            }
            project = parsed.get();
            if (!grant.mayRead(project)) {
                return denied("project:" + project);
            }
        }
        if (wish.rooms().size() > settings.roomsMax()) {
            return Refusal.tooMany(ErrorCode.INVALID_ROOM, "rooms", settings.roomsMax());
        }
        Set<Room> rooms = new LinkedHashSet<>();
        for (String name : wish.rooms()) {
            Optional<Room> room = Room.parse(name);
            if (room.isEmpty()) {
                return new Refusal(
                        ErrorCode.INVALID_ROOM,
                        "no such room: " + Quoted.quoted(name)
                                + "; a room is global, project:<id>, user:<id> or agent:<id>");
            }
            if (!grant.mayHear(room.get())) {
                return denied(name);
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
        Clause clause = clause(types.types(), project, rooms);
        Subscription subscription = new Subscription(List.of(clause), List.of(), grant.reach(), wish.conflate());
        Interest interest = new Interest(subscription, types.isAliased(), types.names(), project, roomNames);
        return new Answer.Granted(share(interest), types.unknown(), types.denied(), after);
    }

    /** Types that were asked for by name: those that can be heard, or the refusal. */
    public sealed interface Named {
        /**
         * @param types empty for all
         * @param isAliased whether {@link TypeNames#ALIAS} was among the names
         * @param noEffect names that were asked for in vain
         */
        record Heard(Set<EventType> types, boolean isAliased, NoEffect noEffect) implements Named {}

        record Refused(Refusal refusal) implements Named {}
    }

    /** Looks the names up; empty for all types. */
    public Named named(List<String> names, Reach reach) {
        if (names.size() > settings.eventTypesMax()) {
            return new Named.Refused(Refusal.tooMany(ErrorCode.BAD_REQUEST, "event_types", settings.eventTypesMax()));
        }
        Types types = Types.of(names);
        if (types.isUnknown()) {
            return new Named.Refused(unknown(types));
        }
        Types readable = types.within(reach);
        if (readable.names().isEmpty()) {
            return new Named.Refused(
                    new Refusal(ErrorCode.FORBIDDEN, "the token does not allow to read these event types"));
        }
        return new Named.Heard(types.types(), types.isAliased(), new NoEffect(types.unknown(), readable.denied()));
    }

    /**
     * What is left when the types are no longer wanted. Where all types were wanted, what is left is the rest of the
     * vocabulary's table: a {@code custom.*} type has to be asked for by its name from then on.
     *
     * @param names empty for all
     */
    public Answer without(@Nullable Interest interest, List<String> names) {
        if (names.size() > settings.eventTypesMax()) {
            return Refusal.tooMany(ErrorCode.BAD_REQUEST, "event_types", settings.eventTypesMax());
        }
        Types dropped = Types.of(names);
        if (dropped.isUnknown()) {
            return unknown(dropped);
        }
        if (interest == null || names.isEmpty()) {
            return new Answer.Nothing(dropped.unknown());
        }
        Set<EventType> left = new LinkedHashSet<>(Types.of(interest.typeNames()).types());
        boolean isOfAll = interest.subscription().clauses().getFirst().types().isEmpty();
        // Of all types those of the table are left: a type that has no name there cannot be left out of all.
        boolean isCustom = dropped.types().stream().anyMatch(type -> !(type instanceof KnownType));
        if (!left.removeAll(dropped.types()) && !(isOfAll && isCustom)) {
            return new Answer.Granted(interest, dropped.unknown(), List.of(), null);
        }
        if (left.isEmpty()) {
            return new Answer.Nothing(dropped.unknown());
        }
        Subscription was = interest.subscription();
        List<Clause> clauses =
                was.clauses().stream().map(clause -> clause.ofTypes(left)).toList();
        Subscription now = new Subscription(clauses, was.heard(), was.reach(), was.conflate());
        boolean isAliased = interest.isAliased() && left.stream().anyMatch(TypeNames.ALIASED::contains);
        Interest rest = new Interest(now, isAliased, names(left, isAliased), interest.project(), interest.roomNames());
        return new Answer.Granted(share(rest), dropped.unknown(), List.of(), null);
    }

    /** What is left of an interest when its session's token has been replaced. */
    public Answer within(Interest interest, Grant grant) {
        ProjectId project = interest.project();
        Set<Room> rooms = new LinkedHashSet<>();
        interest.roomNames()
                .forEach(name -> Room.parse(name).filter(grant::mayHear).ifPresent(rooms::add));
        Set<EventType> wanted = interest.subscription().clauses().getFirst().types();
        List<String> names = Types.of(wanted.isEmpty() ? List.of() : interest.typeNames())
                .within(grant.reach())
                .names();
        boolean hasLostProject = project != null && !grant.mayRead(project);
        boolean hasLostRooms =
                project == null && rooms.isEmpty() && !interest.roomNames().isEmpty();
        if (hasLostProject && rooms.isEmpty() || hasLostRooms || names.isEmpty()) {
            return new Answer.Nothing(List.of());
        }
        ProjectId kept = hasLostProject ? null : project;
        Subscription now = new Subscription(
                List.of(clause(wanted, kept, rooms)),
                List.of(),
                grant.reach(),
                interest.subscription().conflate());
        List<String> roomNames = rooms.stream().map(Room::toString).toList();
        return new Answer.Granted(
                share(new Interest(now, interest.isAliased(), names, kept, roomNames)), List.of(), List.of(), null);
    }

    private static Refusal denied(String room) {
        return new Refusal(ErrorCode.ROOM_ACCESS_DENIED, "the token does not allow to hear " + Quoted.quoted(room));
    }

    public static Refusal invalidEventId(String text) {
        return new Refusal(
                ErrorCode.INVALID_EVENT_ID,
                "not an event_id: " + Quoted.quoted(text) + "; one looks like 1763635200123-0");
    }

    private static Refusal unknown(Types types) {
        return new Refusal(
                ErrorCode.UNKNOWN_EVENT_TYPE,
                "no such event type: "
                        + String.join(
                                ", ",
                                types.unknown().stream()
                                        .limit(10)
                                        .map(Quoted::quoted)
                                        .toList())
                        + "; known are " + String.join(", ", TypeNames.AVAILABLE) + " and custom.<name>");
    }

    /** Without a project and rooms: everything. With a project: that one and the projectless; rooms come on top. */
    private static Clause clause(Set<EventType> types, @Nullable ProjectId project, Set<Room> rooms) {
        boolean isAll = project == null && rooms.isEmpty();
        return new Clause(
                types,
                isAll,
                project == null ? Set.of() : Set.of(project),
                isAll || project != null,
                Set.of(rooms.toArray(Room[]::new)),
                Position.ORIGIN,
                Clause.NO_END);
    }

    private static List<String> names(Set<EventType> types, boolean isAliased) {
        boolean isWhole = isAliased && types.containsAll(TypeNames.ALIASED);
        Set<String> names = new LinkedHashSet<>();
        for (EventType type : types) {
            names.add(isWhole && TypeNames.ALIASED.contains(type) ? TypeNames.ALIAS : type.wireName());
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
     * @param denied asked for by name, and not to be read
     */
    private record Types(
            Set<EventType> types, List<String> names, List<String> unknown, List<String> denied, boolean isAliased) {
        static Types of(List<String> asked) {
            if (asked.isEmpty()) {
                return new Types(Set.of(), KnownType.wireNames(), List.of(), List.of(), false);
            }
            Map<String, List<EventType>> known = new LinkedHashMap<>();
            Set<String> unknown = new LinkedHashSet<>();
            for (String name : asked) {
                Optional<EventType> type = EventType.parse(name);
                if (name.equals(TypeNames.ALIAS)) {
                    known.put(name, TypeNames.ALIASED);
                } else if (type.isPresent()) {
                    known.put(name, List.of(type.get()));
                } else {
                    unknown.add(Quoted.start(name));
                }
            }
            Set<EventType> types = new LinkedHashSet<>();
            known.values().forEach(types::addAll);
            return new Types(
                    types,
                    List.copyOf(known.keySet()),
                    new ArrayList<>(unknown),
                    List.of(),
                    known.containsKey(TypeNames.ALIAS));
        }

        /** Without the names of which nothing may be read. */
        Types within(Reach reach) {
            if (reach.isEveryType()) {
                return this;
            }
            List<String> readable = new ArrayList<>();
            List<String> hidden = new ArrayList<>();
            for (String name : names) {
                boolean isReadable = name.equals(TypeNames.ALIAS)
                        ? TypeNames.ALIASED.stream().anyMatch(reach::covers)
                        : EventType.parse(name).filter(reach::covers).isPresent();
                (isReadable ? readable : hidden).add(name);
            }
            return new Types(types, readable, unknown, types.isEmpty() ? List.of() : hidden, isAliased);
        }

        boolean isUnknown() {
            return names.isEmpty() && denied.isEmpty();
        }
    }
}
