package dev.herald.transport.socketio.dialect;

import dev.herald.access.Audit;
import dev.herald.access.Grant;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.Room;
import dev.herald.hub.Cursor;
import dev.herald.hub.Outlet;
import dev.herald.hub.Resume;
import dev.herald.hub.Shard;
import dev.herald.hub.Subscription;
import dev.herald.presence.Attendance;
import dev.herald.session.Caller;
import dev.herald.transport.WireBytes;
import dev.herald.transport.socketio.Arguments;
import dev.herald.transport.socketio.NamespaceSocket;
import dev.herald.transport.socketio.SocketApplication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client in one namespace: its rooms, and a cursor over all of them. Runs on the home loop of its connection, but for
 * {@link #giveWay} and {@link #received}.
 *
 * <p>An event in several of its rooms comes once. When the transport changes, the cursor goes on from where it is in the
 * new dialect. A room that is replayed takes the cursor back; what the other rooms were sent meanwhile is left out, see
 * {@link Memberships}.
 */
final class RoomSession implements SocketApplication, Outlet<WireBytes>, Recoveries.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSession.class);
    static final String TRANSPORT = "socketio";

    private final Context context;
    private final NamespaceSocket socket;
    private final Identity identity;
    private final Listener commands;
    private final UUID attendee;
    private final long sinceEpochMillis;
    private final Cursor<WireBytes> cursor;
    private final Position opened;
    private Memberships rooms = Memberships.NONE;
    private Subscription current = new Subscription(List.of(), List.of(), Grant.NONE.reach(), false);
    private boolean isGone;
    /** How far it was sent when it was last asked for a sign of life. */
    private @Nullable Offset asked;
    /** How far it is known to have received. */
    private volatile @Nullable Offset received;

    /**
     * Who a socket is.
     *
     * @param caller whose it is
     * @param id known to the client
     * @param recoveryKey known to the client alone; null for one that cannot come back
     */
    record Identity(Caller caller, String id, @Nullable String recoveryKey) {}

    /** Hears what clients ask of their sessions. */
    interface Listener {
        /**
         * The client emitted an event. Runs on the session's loop.
         *
         * @param ack takes the answer, a JSON object; without effect where the client wants none
         */
        void onCommand(RoomSession session, String name, Arguments arguments, Consumer<String> ack);
    }

    RoomSession(Context context, NamespaceSocket socket, Identity identity, Listener commands) {
        this.context = context;
        this.socket = socket;
        this.identity = identity;
        this.commands = commands;
        this.attendee = context.rules().nextId();
        this.sinceEpochMillis = context.rules().epochMillis();
        Shard shard = context.hub().shard(socket.loop());
        this.cursor = shard.onOpen(this);
        this.opened = shard.tip();
    }

    Identity identity() {
        return identity;
    }

    /** For the audit. */
    Audit.Who who() {
        return identity.caller.who(identity.id);
    }

    Caller caller() {
        return identity.caller;
    }

    Memberships rooms() {
        return rooms;
    }

    boolean isGone() {
        return isGone;
    }

    NamespaceSocket socket() {
        return socket;
    }

    /** Everything of its rooms up to here was handed to the connection. */
    Position position() {
        return cursor.position();
    }

    /**
     * Goes on where a lost socket was. Nothing is sent before {@link #onRelease}.
     *
     * @param known told on the loop, unless the socket has gone: false when not all that was missed is still there, and
     *     the socket begins anew
     */
    void onResume(Resumption resumption, Consumer<Boolean> known) {
        socket.loop().check();
        onSeek(resumption.from(), found -> {
            if (found.isComplete()) {
                subscribe(resumption.rooms().within(caller().grant()), resumption.from(), found);
            }
            known.accept(found.isComplete());
        });
    }

    /** Finds out how to go on from an earlier event; told on the loop, unless the socket has gone. */
    void onSeek(Position from, Consumer<Resume> known) {
        socket.loop().check();
        cursor.onSeek(from, known);
    }

    /** Begins anew: in {@code global} and the client's own room. Nothing is sent before {@link #onRelease}. */
    void onBegin() {
        socket.loop().check();
        Memberships first = Memberships.NONE.with(Room.GLOBAL, Set.of(), false, opened);
        Room own = caller().grant().ownRoom().orElse(null);
        subscribe(own == null ? first : first.with(own, Set.of(), false, opened), null, null);
    }

    /** The client knows that it is connected: tells it who it is, and then what it missed. */
    void onConnected() {
        socket.loop().check();
        Audit.tell(Audit.Act.CONNECTED, who(), TRANSPORT);
        emit(
                "connection_established",
                context.replies().established(identity.id, caller().grant().subject()));
        onRelease();
    }

    /** The client has left before it could be told. */
    void onNeverConnected() {
        socket.loop().check();
        leave(false);
    }

    private void leave(boolean isLost) {
        isGone = true;
        cursor.onClose();
        context.rules().nameRooms(-rooms.rooms().size());
        context.rules().attendance().remove(attendee);
        if (identity.recoveryKey != null) {
            context.recoveries().remove(identity.recoveryKey, this, isLost);
        }
    }

    void onRelease() {
        socket.loop().check();
        cursor.onRelease();
    }

    /** Hears these rooms from now on, without what it was sent of them. */
    void onRooms(Memberships next) {
        socket.loop().check();
        if (next.isEmpty()) {
            hold(next);
            cursor.onUnsubscribe();
            current = next.subscription(caller().grant().reach(), position());
            remember();
        } else {
            subscribe(next, null, null);
        }
    }

    /**
     * Hears the room from an earlier event on, and the others as before.
     *
     * @param found how to go on from there, as {@link #onSeek} has told
     */
    void onReplay(Room room, Set<EventType> types, boolean isAliased, Position from, Resume found) {
        socket.loop().check();
        Position here = position();
        if (from.isAfter(here)) {
            // The event is of another log, and nobody knows what was after it there. The room is heard from here.
            Memberships next = found.isComplete()
                    ? rooms.replaying(room, types, isAliased, from, here)
                    : rooms.with(room, types, isAliased, here);
            subscribe(next, null, null);
        } else {
            subscribe(rooms.replaying(room, types, isAliased, from, here), from, found);
        }
    }

    /** Another token of the same principal holds: rooms that it does not allow are left. */
    void onGrant(Grant grant) {
        socket.loop().check();
        caller().become(grant);
        Audit.tell(Audit.Act.TOKEN_REPLACED, who(), TRANSPORT);
        onRooms(rooms.within(grant));
        onRelease();
    }

    /** Subscribes from an earlier position, as was found from there; both are null to go on from here. */
    private void subscribe(Memberships next, @Nullable Position from, @Nullable Resume found) {
        hold(next);
        Position after = from != null ? from : position();
        current = next.subscription(caller().grant().reach(), after);
        cursor.onSubscribe(current, dialect(), found);
        remember();
    }

    private void hold(Memberships next) {
        context.rules().nameRooms(next.rooms().size() - rooms.rooms().size());
        rooms = next;
    }

    private SocketIoDialect dialect() {
        String offset = identity.recoveryKey == null ? null : offsetSuffix();
        return context.dialect(
                new SocketIoDialect.Form(socket.transport(), socket.namespace(), rooms.isAliased(), offset),
                socket.loop());
    }

    private String offsetSuffix() {
        return current.heard().isEmpty() && !isWindowed() ? "" : Offset.suffix(rooms.generation());
    }

    private boolean isWindowed() {
        return current.clauses().stream().anyMatch(clause -> !clause.after().equals(Position.ORIGIN));
    }

    private void remember() {
        context.rules()
                .attendance()
                .put(new Attendance.Attendee(attendee, caller().grant(), TRANSPORT, sinceEpochMillis, current));
        if (identity.recoveryKey != null) {
            Recoveries.State state = new Recoveries.State(
                    identity.id, socket.namespace(), caller().grant().subject(), opened, rooms, null);
            context.recoveries().put(identity.recoveryKey, state, this);
        }
    }

    void emit(String name, String json) {
        socket.emit(Arguments.of('"' + name + '"', json));
    }

    @Override
    public void onEvent(String name, Arguments arguments, Ack ack) {
        socket.loop().check();
        commands.onCommand(this, name, arguments, json -> ack.answer(Arguments.of(json)));
    }

    @Override
    public void onTransport() {
        socket.loop().check();
        if (!rooms.isEmpty()) {
            subscribe(rooms, null, null);
            onRelease();
        }
    }

    @Override
    public void onPing() {
        socket.loop().check();
        asked = new Offset(position(), rooms.generation());
    }

    /**
     * The client has received all that it was sent before the ping. So a quiet client need not show the last event that it
     * received, which the log may have lost since.
     */
    @Override
    public void onPong() {
        socket.loop().check();
        received = asked;
    }

    /** Any thread. */
    @Override
    public @Nullable Offset received() {
        return received;
    }

    @Override
    public void onTime() {
        socket.loop().check();
        switch (caller().due()) {
            case NOTHING -> {
                if (isWindowed() && !rooms.sentTo().isAfter(position())) {
                    // The replay is over: from now on it shares its audience again.
                    subscribe(rooms, null, null);
                    onRelease();
                }
            }
            case WARNING -> {
                byte[] json = context.rules()
                        .messages()
                        .tokenExpiring(caller().grant().expiresEpochMillis());
                emit("token_expiring", new String(json, StandardCharsets.UTF_8));
            }
            case EXPIRED -> {
                Audit.tell(Audit.Act.TOKEN_EXPIRED, who(), TRANSPORT);
                socket.disconnect("the token has expired", false);
            }
            case UNAUTHENTICATED -> throw new IllegalStateException("a socket is connected by its token");
        }
    }

    @Override
    public void onDisconnect(String reason, boolean isAbrupt) {
        socket.loop().check();
        leave(isAbrupt);
        Audit.tell(Audit.Act.DISCONNECTED, who(), TRANSPORT);
    }

    /** Any thread. */
    @Override
    public void giveWay() {
        socket.loop().post(() -> socket.disconnect("the client has come back another way", true));
    }

    @Override
    public boolean isWritable() {
        return socket.isWritable();
    }

    @Override
    public void onWritable() {
        socket.loop().check();
        cursor.onWritable();
    }

    @Override
    public void write(WireBytes packets) {
        socket.write(packets);
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        socket.loop().check();
        emit("gap", context.replies().gap(requested, oldestAvailable));
    }

    @Override
    public void onBroken(String reason) {
        socket.loop().check();
        LOG.warn("socket {} cannot go on: {}", attendee, reason);
        socket.lose(reason);
    }
}
