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
import dev.herald.session.RoomWish;
import dev.herald.transport.socketio.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a client may ask of its session (PROTOCOL section 5), for all sessions. Runs on the session's loop. */
final class Commands implements RoomSession.Listener {
    private static final String NOTHING = "{}";

    private final Context context;

    Commands(Context context) {
        this.context = context;
    }

    /**
     * A command that has been read.
     *
     * @param ack takes the answer
     */
    private record Command(RoomSession session, RoomWish wish, Consumer<String> ack) {
        private Grant grant() {
            return session.caller().grant();
        }

        private Memberships rooms() {
            return session.rooms();
        }
    }

    @Override
    public void onCommand(RoomSession session, String name, Arguments arguments, Consumer<String> ack) {
        session.socket().loop().check();
        if (!session.caller().takeMessage().isGranted()) {
            refuse(ack, ErrorCode.RATE_LIMITED, "messages come faster than the limit; try again later");
            return;
        }
        String json = arguments.json().isEmpty() ? NOTHING : arguments.json().getFirst();
        switch (context.rules().parser().parseRoom(json.equals("null") ? NOTHING : json)) {
            case CommandParser.RoomRead.Refused(Refusal refusal) -> refuse(ack, refusal);
            case CommandParser.RoomRead.Read(RoomWish wish) -> obey(name, new Command(session, wish, ack));
        }
    }

    private void obey(String name, Command command) {
        switch (name) {
            case "subscribe" -> subscribe(command);
            case "unsubscribe" -> unsubscribe(command);
            case "ping" -> command.ack.accept(context.replies().pong());
            case "debug:rooms" ->
                command.ack.accept(context.replies()
                        .rooms(command.rooms().rooms().keySet().stream()
                                .map(Room::toString)
                                .toList()));
            case "refresh_token" -> refresh(command);
            default ->
                refuse(
                        command.ack,
                        ErrorCode.BAD_REQUEST,
                        "no such event; known are subscribe, unsubscribe, ping, debug:rooms, refresh_token");
        }
    }

    private void subscribe(Command command) {
        Optional<Room> named = room(command);
        if (named.isEmpty()) {
            return;
        }
        Room room = named.get();
        if (!command.grant().mayHear(room)) {
            Audit.tell(Audit.Act.REFUSED, command.session.who(), ErrorCode.ROOM_ACCESS_DENIED.name());
            refuseToHear(command, room);
            return;
        }
        boolean isNew = !command.rooms().rooms().containsKey(room);
        if (isNew && !context.rules().mayNameRooms(1)) {
            refuse(command.ack, Refusal.NO_MORE_ROOMS);
            return;
        }
        int roomsMax = context.rules().settings().roomsMax();
        if (isNew && command.rooms().rooms().size() >= roomsMax) {
            refuse(command.ack, ErrorCode.INVALID_ROOM, "at most " + roomsMax + " rooms; leave one first");
            return;
        }
        switch (context.rules()
                .interests()
                .named(command.wish.eventTypes(), command.grant().reach())) {
            case Interests.Named.Refused(Refusal refusal) -> refuse(command.ack, refusal);
            case Interests.Named.Heard heard -> join(command, room, heard);
        }
    }

    private void join(Command command, Room room, Interests.Named.Heard heard) {
        String lastEventId = command.wish.lastEventId();
        Optional<Position> from = lastEventId == null ? Optional.empty() : Position.parse(lastEventId);
        if (lastEventId != null && from.isEmpty()) {
            refuse(command.ack, Interests.invalidEventId(lastEventId));
            return;
        }
        RoomSession session = command.session;
        if (command.wish.conflate()) {
            session.onRooms(session.rooms().conflating());
        }
        if (from.isEmpty()) {
            session.onRooms(session.rooms().with(room, heard.types(), heard.isAliased(), session.position()));
            command.ack.accept(context.replies().joined(room.toString(), heard.noEffect(), true));
            session.onRelease();
            return;
        }
        session.onSeek(from.get(), found -> replay(command, room, heard, from.get(), found));
    }

    private void replay(Command command, Room room, Interests.Named.Heard heard, Position from, Resume found) {
        if (!command.grant().mayHear(room)) {
            // Another token has come while the position was looked up.
            refuseToHear(command, room);
            return;
        }
        RoomSession session = command.session;
        session.onReplay(room, heard.types(), heard.isAliased(), from, found);
        command.ack.accept(context.replies().joined(room.toString(), heard.noEffect(), found.isComplete()));
        if (!found.isComplete()) {
            session.onGap(from, found.oldestAvailable());
        }
        session.onRelease();
    }

    private void unsubscribe(Command command) {
        room(command).ifPresent(room -> {
            RoomSession session = command.session;
            if (session.rooms().rooms().containsKey(room)) {
                session.onRooms(session.rooms().without(room));
            }
            command.ack.accept(context.replies().success(room.toString()));
            session.onRelease();
        });
    }

    private Optional<Room> room(Command command) {
        String name = command.wish.room();
        Optional<Room> room = name == null ? Optional.empty() : Room.parse(name);
        if (room.isEmpty()) {
            refuse(
                    command.ack,
                    ErrorCode.INVALID_ROOM,
                    "a room is global, project:<id>, user:<id> or agent:<id>, said as {\"room\":\"…\"}");
        }
        return room;
    }

    private void refresh(Command command) {
        RoomSession session = command.session;
        context.rules()
                .entrance()
                .check(
                        command.wish.token(),
                        session.caller().address(),
                        session.socket().loop(),
                        verdict -> onVerdict(command, verdict));
    }

    private void onVerdict(Command command, Verdict verdict) {
        RoomSession session = command.session;
        session.socket().loop().check();
        if (session.isGone()) {
            return;
        }
        switch (verdict) {
            case Verdict.Denied denied ->
                // A command that brings no token brings none that holds.
                refuse(
                        command.ack,
                        denied.reason() == Verdict.Reason.MISSING ? ErrorCode.AUTH_FAILED : Entrance.code(denied),
                        denied.detail());
            case Verdict.Accepted(Grant grant)
            when !session.caller().mayBecome(grant) -> {
                Audit.tell(Audit.Act.REFUSED, session.who(), "a token of another principal");
                refuse(command.ack, ErrorCode.AUTH_FAILED, "the token is another principal's; connect anew with it");
            }
            case Verdict.Accepted(Grant grant) -> {
                List<String> lost = session.rooms().rooms().keySet().stream()
                        .filter(room -> !grant.mayHear(room))
                        .map(Room::toString)
                        .toList();
                command.ack.accept(context.replies().refreshed(grant.expiresEpochMillis(), lost));
                session.onGrant(grant);
            }
        }
    }

    private void refuseToHear(Command command, Room room) {
        refuse(command.ack, ErrorCode.ROOM_ACCESS_DENIED, "the token does not allow to hear " + room);
    }

    private void refuse(Consumer<String> ack, ErrorCode code, String message) {
        refuse(ack, new Refusal(code, message));
    }

    private void refuse(Consumer<String> ack, Refusal refusal) {
        ack.accept(context.replies().error(refusal));
    }
}
