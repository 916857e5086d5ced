package dev.herald.transport.socketio.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.herald.access.Grant;
import dev.herald.access.Permit;
import dev.herald.access.Verdict;
import dev.herald.session.Caller;
import dev.herald.session.Entrance;
import dev.herald.transport.engineio.EngineClient;
import dev.herald.transport.socketio.NamespaceSocket;
import dev.herald.transport.socketio.SocketNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets the clients of one connection into its namespaces by their token, and back to where they were. Runs on its loop. */
final class Connecting implements SocketNamespace {
    private static final JsonFactory JSON = new JsonFactory();

    private final Context context;
    private final RoomSession.Listener commands;
    private final OpeningToken opening;

    /** @param commands hears what each client asks of its session */
    Connecting(Context context, RoomSession.Listener commands, OpeningToken opening) {
        this.context = context;
        this.commands = commands;
        this.opening = opening;
    }

    /**
     * What a client may send with its CONNECT.
     *
     * @param token or null
     * @param recoveryKey of the socket that it had, or null
     * @param offset of the last event that it received, or null
     */
    private record Shown(
            @Nullable String token,
            @Nullable String recoveryKey,
            @Nullable String offset) {}

    @Override
    public void onConnect(NamespaceSocket socket, @Nullable String auth, Reply reply) {
        socket.loop().check();
        Shown shown = auth == null ? new Shown(null, null, null) : read(auth);
        String token = shown.token != null ? shown.token : opening.token();
        Entrance entrance = context.rules().entrance();
        if (token == null && !context.rules().authenticator().isOpen()) {
            reply.refuse(context.replies()
                    .connectError("AUTH_MISSING", "a token is needed: io(url, {auth: {token}}), or ?token="));
            return;
        }
        entrance.check(
                token,
                socket.remoteAddress(),
                socket.loop(),
                verdict -> onArrival(socket, shown, entrance.arrival(verdict, socket.remoteAddress()), reply));
    }

    private void onArrival(NamespaceSocket socket, Shown shown, Entrance.Arrival arrival, Reply reply) {
        socket.loop().check();
        switch (arrival) {
            case Entrance.Arrival.TooFast(Permit _) ->
                reply.refuse(context.replies()
                        .connectError("RATE_LIMITED", "connections are opened too fast; try again later"));
            case Entrance.Arrival.Ambiguous(String detail) ->
                reply.refuse(context.replies().connectError("AUTH_FAILED", detail));
            case Entrance.Arrival.Denied(Verdict.Denied denied) ->
                reply.refuse(
                        context.replies().connectError(Entrance.code(denied).name(), denied.detail()));
            case Entrance.Arrival.Welcome(Grant grant) -> connect(socket, shown, grant, reply);
        }
    }

    private void connect(NamespaceSocket socket, Shown shown, Grant grant, Reply reply) {
        Caller caller = new Caller(context.rules(), grant, socket.remoteAddress());
        recover(socket, shown, caller, recovered -> {
            RoomSession session = recovered.orElseGet(() -> begun(socket, caller));
            RoomSession.Identity identity = session.identity();
            if (reply.accept(context.replies().connected(identity.id(), identity.recoveryKey()), session)) {
                if (shown.token == null && opening.token() != null) {
                    opening.onLetIn(session);
                }
                session.onConnected();
            } else {
                session.onNeverConnected();
            }
        });
    }

    private RoomSession begun(NamespaceSocket socket, Caller caller) {
        String key = socket.client() == EngineClient.OTHER ? UUID.randomUUID().toString() : null;
        RoomSession.Identity identity =
                new RoomSession.Identity(caller, UUID.randomUUID().toString(), key);
        RoomSession session = new RoomSession(context, socket, identity, commands);
        session.onBegin();
        return session;
    }

    /** Looks for the socket that the client had. It goes on if all that the client missed can still be told. */
    private void recover(NamespaceSocket socket, Shown shown, Caller caller, Consumer<Optional<RoomSession>> known) {
        String key = shown.recoveryKey;
        Optional<Offset> offset = shown.offset == null ? Optional.empty() : Offset.parse(shown.offset);
        if (key == null || shown.offset != null && offset.isEmpty()) {
            known.accept(Optional.empty());
            return;
        }
        Optional<Recoveries.State> state = context.recoveries()
                .take(key, socket.namespace(), caller.grant().subject());
        Optional<Resumption> resumption = state.flatMap(of -> Resumption.of(of, offset.orElse(null)));
        if (state.isEmpty() || resumption.isEmpty()) {
            known.accept(Optional.empty());
            return;
        }
        RoomSession.Identity identity =
                new RoomSession.Identity(caller, state.get().id(), key);
        RoomSession session = new RoomSession(context, socket, identity, commands);
        session.onResume(resumption.get(), isWhole -> {
            if (!isWhole) {
                session.onNeverConnected();
            }
            known.accept(isWhole ? Optional.of(session) : Optional.empty());
        });
    }

    /** Fields of another form are as if they were not there; the JSON is known to be an object. */
    private static Shown read(String auth) {
        String token = null;
        String key = null;
        String offset = null;
        try (JsonParser parser = JSON.createParser(auth)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
                String text = isText ? parser.getText() : null;
                parser.skipChildren();
                switch (name) {
                    case "token" -> token = text == null || text.isEmpty() ? null : text;
                    case "pid" -> key = text;
                    case "offset" -> offset = text;
                    default -> {
                        // The application's own.
                    }
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("it was read as an object before", broken);
        }
        return new Shown(token, key, offset);
    }
}
