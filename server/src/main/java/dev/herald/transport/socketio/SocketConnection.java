package dev.herald.transport.socketio;

import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's Socket.IO connection: its sockets, one a namespace. Runs on the session's home loop.
 *
 * <p>What the protocol does not allow closes the whole connection: a packet that is none, a packet for a namespace that the
 * client is not connected to, text where attachments are owed. A client that is in no namespace for the connecting time is
 * closed too.
 */
public final class SocketConnection implements EngineApplication {
    /** Binary messages that one packet may bring. */
    static final int ATTACHMENTS_MAX = 10;

    /** What they may have together. */
    static final int ATTACHED_BYTES_MAX = 1 << 20;

    private final EngineSession session;
    private final Map<String, SocketNamespace> namespaces;
    private final long connectMillis;
    private final LongSupplier nowMillis;
    private final Map<String, NamespaceSocket> sockets = new LinkedHashMap<>(2);
    /** Namespaces whose sockets the server has ended since the client connected to them. */
    private final Set<String> left = new HashSet<>(2);

    private @Nullable SocketPacket partial;
    private int attachedBytes;
    private List<byte[]> attachments = List.of();
    /** Since when the client has been in no namespace. */
    private long lonelySinceMillis;

    /**
     * @param namespaces by name, which starts with {@code /}
     * @param connectMillis that a client may be in no namespace
     * @param nowMillis never goes back
     */
    public SocketConnection(
            EngineSession session,
            Map<String, SocketNamespace> namespaces,
            long connectMillis,
            LongSupplier nowMillis) {
        this.session = session;
        this.namespaces = Map.copyOf(namespaces);
        this.connectMillis = connectMillis;
        this.nowMillis = nowMillis;
        this.lonelySinceMillis = nowMillis.getAsLong();
    }

    EngineSession session() {
        return session;
    }

    @Override
    public void onText(String message) {
        Optional<SocketPacket> packet = partial == null ? SocketPacket.parse(message) : Optional.empty();
        if (packet.isEmpty() || packet.get().attachments() > ATTACHMENTS_MAX) {
            broken("a packet that is none");
        } else if (packet.get().attachments() > 0) {
            partial = packet.get();
            attachments = new ArrayList<>(2);
            attachedBytes = 0;
        } else {
            onPacket(packet.get(), List.of());
        }
    }

    @Override
    public void onBinary(byte[] message) {
        SocketPacket waiting = partial;
        if (waiting == null) {
            broken("an attachment of nothing");
            return;
        }
        attachedBytes += message.length;
        if (attachedBytes > ATTACHED_BYTES_MAX) {
            broken("attachments of more than " + ATTACHED_BYTES_MAX + " bytes");
            return;
        }
        attachments.add(message);
        if (attachments.size() == waiting.attachments()) {
            List<byte[]> whole = attachments;
            partial = null;
            attachments = List.of();
            onPacket(waiting, whole);
        }
    }

    @Override
    public void onWritable() {
        each(SocketApplication::onWritable);
    }

    @Override
    public void onTransport() {
        each(SocketApplication::onTransport);
    }

    @Override
    public void onPing() {
        each(SocketApplication::onPing);
    }

    @Override
    public void onPong() {
        each(SocketApplication::onPong);
    }

    @Override
    public void onTime() {
        if (sockets.isEmpty() && nowMillis.getAsLong() - lonelySinceMillis >= connectMillis) {
            session.close("connected to no namespace in time");
        } else {
            each(SocketApplication::onTime);
        }
    }

    @Override
    public void onClose(String reason, boolean isAbrupt) {
        List<NamespaceSocket> all = List.copyOf(sockets.values());
        sockets.clear();
        // Whoever means to leave disconnects first. A client whose polling request fails closes the connection, too,
        // and
        // comes back.
        all.forEach(socket -> socket.end(reason, true));
    }

    private void onPacket(SocketPacket packet, List<byte[]> binaries) {
        NamespaceSocket socket = sockets.get(packet.namespace());
        if (packet.type() == SocketPacket.Type.CONNECT) {
            left.remove(packet.namespace());
        } else if (left.contains(packet.namespace())) {
            return;
        }
        boolean isUnderstood = switch (packet.type()) {
            case CONNECT -> socket == null && onConnect(packet);
            case DISCONNECT -> socket != null && onDisconnect(socket);
            case EVENT, BINARY_EVENT -> {
                Optional<List<String>> values = values(packet);
                yield socket != null && values.isPresent() && socket.onEvent(values.get(), binaries, packet.id());
            }
            case ACK, BINARY_ACK -> {
                Optional<List<String>> values = values(packet);
                if (socket == null || values.isEmpty() || packet.id() == SocketPacket.NO_ID) {
                    yield false;
                }
                socket.onAck(values.get(), binaries, packet.id());
                yield true;
            }
            case CONNECT_ERROR -> false;
        };
        if (!isUnderstood) {
            broken("a packet that may not come now");
        }
    }

    private static Optional<List<String>> values(SocketPacket packet) {
        return Optional.ofNullable(packet.json())
                .flatMap(Arguments::values)
                .filter(values -> !packet.type().isBinary() || Arguments.haveTheirPlaces(values, packet.attachments()));
    }

    private boolean onConnect(SocketPacket packet) {
        String json = packet.json();
        Optional<String> auth = json == null ? Optional.empty() : Arguments.object(json);
        if (packet.id() != SocketPacket.NO_ID || json != null && auth.isEmpty()) {
            return false;
        }
        SocketNamespace namespace = namespaces.get(packet.namespace());
        if (namespace == null) {
            refuse(packet.namespace(), "{\"message\":\"Invalid namespace\"}");
            return true;
        }
        NamespaceSocket socket = new NamespaceSocket(this, packet.namespace());
        sockets.put(packet.namespace(), socket);
        namespace.onConnect(socket, auth.orElse(null), new Pending(socket));
        return true;
    }

    private boolean onDisconnect(NamespaceSocket socket) {
        forget(socket);
        socket.end("the client disconnected", false);
        return true;
    }

    /** The server has ended the socket; what the client had sent to it by then is of no use, and no harm. */
    void leave(NamespaceSocket socket) {
        forget(socket);
        left.add(socket.namespace());
    }

    /** The socket is not among those of the connection any more. */
    void forget(NamespaceSocket socket) {
        if (sockets.remove(socket.namespace(), socket) && sockets.isEmpty()) {
            lonelySinceMillis = nowMillis.getAsLong();
        }
    }

    void send(SocketPacket packet) {
        session.say(packet.text());
    }

    void send(SocketPacket.Type type, String namespace, long id, Arguments arguments) {
        send(new SocketPacket(type, arguments.attachments().size(), namespace, id, arguments.array()));
        arguments.attachments().forEach(session::say);
    }

    private void refuse(String namespace, String error) {
        send(new SocketPacket(SocketPacket.Type.CONNECT_ERROR, 0, namespace, SocketPacket.NO_ID, error));
    }

    private void broken(String reason) {
        session.close(reason);
    }

    private void each(Consumer<SocketApplication> action) {
        if (sockets.isEmpty()) {
            return;
        }
        for (NamespaceSocket socket : List.copyOf(sockets.values())) {
            SocketApplication application = socket.application();
            if (application != null) {
                action.accept(application);
            }
        }
    }

    /** A client that waits to be connected. */
    private final class Pending implements SocketNamespace.Reply {
        private final NamespaceSocket socket;
        private boolean isAnswered;

        private Pending(NamespaceSocket socket) {
            this.socket = socket;
        }

        @Override
        public boolean accept(String answer, SocketApplication application) {
            answerOnce();
            if (socket.isOver() || !session.isOpen()) {
                return false;
            }
            socket.begin(application);
            send(new SocketPacket(SocketPacket.Type.CONNECT, 0, socket.namespace(), SocketPacket.NO_ID, answer));
            return true;
        }

        @Override
        public void refuse(String error) {
            answerOnce();
            if (!socket.isOver() && session.isOpen()) {
                // The connecting time goes on: who is refused over and over is closed in the end.
                sockets.remove(socket.namespace(), socket);
                socket.end("refused", false);
                SocketConnection.this.refuse(socket.namespace(), error);
            }
        }

        private void answerOnce() {
            if (isAnswered) {
                throw new IllegalStateException("a client that connects is answered once");
            }
            isAnswered = true;
        }
    }
}
