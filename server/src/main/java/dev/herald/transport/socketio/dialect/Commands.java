package dev.herald.transport.socketio.dialect;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.access.Verdict;
import dev.herald.event.Position;
import dev.herald.event.Room;
import dev.herald.hub.Resume;
import dev.herald.session.CommandParser;
import dev.herald.session.Entrance;
import dev.herald.session.ErrorCode;
import dev.herald.session.Interests;
import dev.herald.session.Refusal;
import dev.herald.session.RoomTotal;
import dev.herald.session.RoomWish;
import dev.herald.transport.socketio.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a client may ask of its session (PROTOCOL section 5). Runs on the session's loop. */
final class Commands {
    private static final String NOTHING = "{}";

    private final Context context;
    private final RoomSession session;

    Commands(Context context, RoomSession session) {
        this.context = context;
        this.session = session;
    }

    /** @param ack takes the answer, a JSON object; without effect where the client wants none */
    void onCommand(String name, Arguments arguments, Consumer<String> ack) {
        if (!session.caller().takeMessage().isGranted()) {
            refuse(ack, ErrorCode.RATE_LIMITED, "messages come faster than the limit; try again later");
            return;
        }
        String json = arguments.json().isEmpty() ? NOTHING : arguments.json().getFirst();
        switch (context.rules().parser().parseRoom(json.equals("null") ? NOTHING : json)) {
            case CommandParser.RoomRead.Refused(Refusal refusal) -> refuse(ack, refusal);
            case CommandParser.RoomRead.Read(RoomWish wish) -> onCommand(name, wish, ack);
        }
    }

    private void onCommand(String name, RoomWish wish, Consumer<String> ack) {
        switch (name) {
            case "subscribe" -> onSubscribe(wish, ack);
            case "unsubscribe" -> onUnsubscribe(wish, ack);
            case "ping" -> ack.accept(context.replies().pong());
            case "debug:rooms" ->
                ack.accept(context.replies()
                        .rooms(session.rooms().rooms().keySet().stream()
                                .map(Room::toString)
                                .toList()));
            case "refresh_token" -> onRefresh(wish, ack);
            default ->
                refuse(
                        ack,
                        ErrorCode.BAD_REQUEST,
                        "no such event; known are subscribe, unsubscribe, ping, debug:rooms, refresh_token");
        }
    }

    private void onSubscribe(RoomWish wish, Consumer<String> ack) {
        Optional<Room> named = room(wish, ack);
        if (named.isEmpty()) {
            return;
        }
        Room room = named.get();
        if (!session.caller().grant().mayHear(room)) {
            Audit.tell(Audit.Act.REFUSED, session.who(), ErrorCode.ROOM_ACCESS_DENIED.name());
            refuse(ack, ErrorCode.ROOM_ACCESS_DENIED, "the token does not allow to hear " + room);
            return;
        }
        Memberships rooms = session.rooms();
        if (!rooms.rooms().containsKey(room) && !context.rules().rooms().has(1)) {
            refuse(ack, RoomTotal.FULL);
            return;
        }
        if (!rooms.rooms().containsKey(room)
                && rooms.rooms().size() >= context.rules().settings().roomsMax()) {
            refuse(
                    ack,
                    ErrorCode.INVALID_ROOM,
                    "at most " + context.rules().settings().roomsMax() + " rooms; leave one first");
            return;
        }
        switch (context.rules()
                .interests()
                .named(wish.eventTypes(), session.caller().grant().reach())) {
            case Interests.Named.Refused(Refusal refusal) -> refuse(ack, refusal);
            case Interests.Named.Heard heard -> join(room, heard, wish, ack);
        }
    }

    private void join(Room room, Interests.Named.Heard heard, RoomWish wish, Consumer<String> ack) {
        String lastEventId = wish.lastEventId();
        Optional<Position> from = lastEventId == null ? Optional.empty() : Position.parse(lastEventId);
        if (lastEventId != null && from.isEmpty()) {
            refuse(ack, Interests.invalidEventId(lastEventId));
            return;
        }
        if (wish.conflate()) {
            session.onRooms(session.rooms().conflating());
        }
        if (from.isEmpty()) {
            session.onRooms(session.rooms().with(room, heard.types(), heard.isAliased(), session.position()));
            ack.accept(context.replies().joined(room.toString(), heard.noEffect(), true));
            session.onRelease();
            return;
        }
        session.onSeek(from.get(), found -> replay(room, heard, from.get(), found, ack));
    }

    private void replay(Room room, Interests.Named.Heard heard, Position from, Resume found, Consumer<String> ack) {
        if (!session.caller().grant().mayHear(room)) {
            // Another token has come while the position was looked up.
            refuse(ack, ErrorCode.ROOM_ACCESS_DENIED, "the token does not allow to hear " + room);
            return;
        }
        session.onReplay(room, heard.types(), heard.isAliased(), from, found);
        ack.accept(context.replies().joined(room.toString(), heard.noEffect(), found.isComplete()));
        if (!found.isComplete()) {
            session.onGap(from, found.oldestAvailable());
        }
        session.onRelease();
    }

    private void onUnsubscribe(RoomWish wish, Consumer<String> ack) {
        room(wish, ack).ifPresent(room -> {
            if (session.rooms().rooms().containsKey(room)) {
                session.onRooms(session.rooms().without(room));
            }
            ack.accept(context.replies().success(room.toString()));
            session.onRelease();
        });
    }

    private Optional<Room> room(RoomWish wish, Consumer<String> ack) {
        String name = wish.room();
        Optional<Room> room = name == null ? Optional.empty() : Room.parse(name);
        if (room.isEmpty()) {
            refuse(
                    ack,
                    ErrorCode.INVALID_ROOM,
                    "a room is global, project:<id>, user:<id> or agent:<id>, said as {\"room\":\"…\"}");
        }
        return room;
    }

    private void onRefresh(RoomWish wish, Consumer<String> ack) {
        context.rules()
                .entrance()
                .check(
                        wish.token(),
                        session.caller().address(),
                        session.socket().loop(),
                        verdict -> onVerdict(verdict, ack));
    }

    private void onVerdict(Verdict verdict, Consumer<String> ack) {
        if (session.isGone()) {
            return;
        }
        switch (verdict) {
            case Verdict.Denied denied ->
                // A command that brings no token brings none that holds.
                refuse(
                        ack,
                        denied.reason() == Verdict.Reason.MISSING ? ErrorCode.AUTH_FAILED : Entrance.code(denied),
                        denied.detail());
            case Verdict.Accepted(Grant grant)
            when !session.caller().mayBecome(grant) -> {
                Audit.tell(Audit.Act.REFUSED, session.who(), "a token of another principal");
                refuse(ack, ErrorCode.AUTH_FAILED, "the token is another principal's; connect anew with it");
            }
            case Verdict.Accepted(Grant grant) -> {
                List<String> lost = session.rooms().rooms().keySet().stream()
                        .filter(room -> !grant.mayHear(room))
                        .map(Room::toString)
                        .toList();
                ack.accept(context.replies().refreshed(grant.expiresEpochMillis(), lost));
                session.onGrant(grant);
            }
        }
    }

    private void refuse(Consumer<String> ack, ErrorCode code, String message) {
        refuse(ack, new Refusal(code, message));
    }

    private void refuse(Consumer<String> ack, Refusal refusal) {
        ack.accept(context.replies().error(refusal));
    }
}
