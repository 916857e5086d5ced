package dev.herald.transport.socketio;

import dev.herald.net.NettyLoop;
import dev.herald.transport.WireBytes;
import dev.herald.transport.engineio.EngineClient;
import dev.herald.transport.engineio.EngineSession;
import dev.herald.transport.engineio.EngineTransport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client in one namespace. Runs on the connection's home loop, but where it says otherwise. */
public final class NamespaceSocket {
    /** Answers that a client may owe at once. */
    static final int AWAITED_MAX = 1_000;

    /** Names that the clients' own libraries tell their users, so that nobody else may. */
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final EngineSession session;
    private final String namespace;
    private final Keeper keeper;
    private @Nullable SocketApplication application;
    private boolean isOver;
    private final Map<Long, Consumer<Arguments>> awaited = new HashMap<>(2);
    private long nextId;

    /** Keeps the sockets of a connection. */
    interface Keeper {
        /** The server has ended the socket. Runs on the connection's home loop. */
        void leave(NamespaceSocket socket);
    }

    NamespaceSocket(EngineSession session, String namespace, Keeper keeper) {
        this.session = session;
        this.namespace = namespace;
        this.keeper = keeper;
    }

    /** Starts with {@code /}. Any thread. */
    public String namespace() {
        return namespace;
    }

    /** The connection's home. Any thread. */
    public NettyLoop loop() {
        return session.loop();
    }

    /** The client's address. Any thread. */
    public String remoteAddress() {
        return session.remoteAddress();
    }

    /** What the client is. Any thread. */
    public EngineClient client() {
        return session.client();
    }

    boolean isConnected() {
        return application != null && !isOver;
    }

    /** How prepared bytes must look now. */
    public EngineTransport transport() {
        return session.transport();
    }

    /** Whether bulk may be written now. */
    public boolean isWritable() {
        return isConnected() && session.isWritable();
    }

    /** Writes whole packets that are prepared for the current transport and this namespace. */
    public void write(WireBytes packets) {
        if (isConnected()) {
            session.write(packets);
        }
    }

    /** Emits an event of the server's own; {@code arguments} begin with its name. */
    public void emit(Arguments arguments) {
        emit(arguments, SocketPacket.NO_ID);
    }

    /**
     * The same, and hears the client's answer, if one comes while the socket is connected.
     *
     * @return false when {@value #AWAITED_MAX} answers are awaited or it is not connected; then nothing is emitted
     */
    boolean emit(Arguments arguments, Consumer<Arguments> answered) {
        if (!isConnected() || awaited.size() >= AWAITED_MAX) {
            return false;
        }
        awaited.put(nextId, answered);
        emit(arguments, nextId);
        nextId++;
        return true;
    }

    private void emit(Arguments arguments, long id) {
        if (isConnected()) {
            boolean isBinary = !arguments.attachments().isEmpty();
            SocketPacket.Type type = isBinary ? SocketPacket.Type.BINARY_EVENT : SocketPacket.Type.EVENT;
            send(type, id, arguments);
        }
    }

    /** Ends the socket from our side, and the whole connection if {@code closesConnection} says so. */
    public void disconnect(String reason, boolean closesConnection) {
        if (isConnected()) {
            session.say(new SocketPacket(SocketPacket.Type.DISCONNECT, 0, namespace, SocketPacket.NO_ID, null).text());
            keeper.leave(this);
            end(reason, false);
            if (closesConnection) {
                session.close(reason);
            }
        }
    }

    /** Gives the connection up, so that the client comes back. */
    public void lose(String reason) {
        session.lose(reason);
    }

    @Nullable
    SocketApplication application() {
        return isOver ? null : application;
    }

    boolean isOver() {
        return isOver;
    }

    void begin(SocketApplication connected) {
        application = connected;
    }

    void end(String reason, boolean isAbrupt) {
        if (isOver) {
            return;
        }
        isOver = true;
        awaited.clear();
        if (application != null) {
            application.onDisconnect(reason, isAbrupt);
        }
    }

    /** An event of the client. Answers whether it was one. */
    boolean onEvent(List<String> values, List<byte[]> attachments, long id) {
        loop().check();
        SocketApplication heard = application();
        if (heard == null || values.isEmpty()) {
            return false;
        }
        String name = Arguments.string(values.getFirst()).orElse(null);
        if (name == null || RESERVED.contains(name)) {
            return false;
        }
        heard.onEvent(name, new Arguments(values.subList(1, values.size()), attachments), ack(id));
        return true;
    }

    /** The client's answer to an event of ours. One that is not awaited is of no use, and does no harm. */
    void onAck(List<String> values, List<byte[]> attachments, long id) {
        loop().check();
        Consumer<Arguments> answered = awaited.remove(id);
        if (answered != null) {
            answered.accept(new Arguments(values, attachments));
        }
    }

    private void send(SocketPacket.Type type, long id, Arguments arguments) {
        int attachments = arguments.attachments().size();
        session.say(new SocketPacket(type, attachments, namespace, id, arguments.array()).text());
        arguments.attachments().forEach(session::say);
    }

    private SocketApplication.Ack ack(long id) {
        if (id == SocketPacket.NO_ID) {
            return _ -> {};
        }
        return arguments -> {
            if (isConnected()) {
                boolean isBinary = !arguments.attachments().isEmpty();
                SocketPacket.Type type = isBinary ? SocketPacket.Type.BINARY_ACK : SocketPacket.Type.ACK;
                send(type, id, arguments);
            }
        };
    }
}
