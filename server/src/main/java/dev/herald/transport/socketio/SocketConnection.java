package dev.herald.transport.socketio;

import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Bytes that the binary messages of one packet may have together. */
    static final int ATTACHED_BYTES_MAX = 1 << 20;

    private final EngineSession session;
    private final Map<String, SocketNamespace> namespaces;
    private final long connectMillis;
    private final Sockets sockets;

    private @Nullable SocketPacket partial;
    private int attachedBytes;
    private List<byte[]> attachments = List.of();

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
        this.sockets = new Sockets(nowMillis);
    }

    @Override
    public void onText(String message) {
        session.loop().check();
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
        session.loop().check();
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
        session.loop().check();
        sockets.each(SocketApplication::onWritable);
    }

    @Override
    public void onTransport() {
        session.loop().check();
        sockets.each(SocketApplication::onTransport);
    }

    @Override
    public void onPing() {
        session.loop().check();
        sockets.each(SocketApplication::onPing);
    }

    @Override
    public void onPong() {
        session.loop().check();
        sockets.each(SocketApplication::onPong);
    }

    @Override
    public void onTime() {
        session.loop().check();
        if (sockets.isLonelyFor(connectMillis)) {
            session.close("connected to no namespace in time");
        } else {
            sockets.each(SocketApplication::onTime);
        }
    }

    @Override
    public void onClose(String reason, boolean isAbrupt) {
        session.loop().check();
        // A client that means to leave disconnects first. One whose polling request fails closes the connection, too,
        // but comes back.
        sockets.takeAll().forEach(socket -> socket.end(reason, true));
    }

    private void onPacket(SocketPacket packet, List<byte[]> binaries) {
        session.loop().check();
        NamespaceSocket socket = sockets.in(packet.namespace());
        if (packet.type() == SocketPacket.Type.CONNECT) {
            sockets.enter(packet.namespace());
        } else if (sockets.hasLeft(packet.namespace())) {
            return;
        }
        boolean isUnderstood = switch (packet.type()) {
            case CONNECT -> socket == null && connect(packet);
            case DISCONNECT -> socket != null && disconnect(socket);
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

    /** Answers whether the packet may come. */
    private boolean connect(SocketPacket packet) {
        String json = packet.json();
        Optional<String> auth = json == null ? Optional.empty() : Arguments.object(json);
        if (packet.id() != SocketPacket.NO_ID || json != null && auth.isEmpty()) {
            return false;
        }
        SocketNamespace namespace = namespaces.get(packet.namespace());
        if (namespace == null) {
            say(SocketPacket.Type.CONNECT_ERROR, packet.namespace(), "{\"message\":\"Invalid namespace\"}");
            return true;
        }
        NamespaceSocket socket = new NamespaceSocket(session, packet.namespace(), sockets);
        sockets.add(socket);
        namespace.onConnect(socket, auth.orElse(null), new Pending(socket));
        return true;
    }

    private boolean disconnect(NamespaceSocket socket) {
        sockets.forget(socket);
        socket.end("the client disconnected", false);
        return true;
    }

    private void say(SocketPacket.Type type, String namespace, String json) {
        session.say(new SocketPacket(type, 0, namespace, SocketPacket.NO_ID, json).text());
    }

    private void broken(String reason) {
        session.close(reason);
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
            say(SocketPacket.Type.CONNECT, socket.namespace(), answer);
            return true;
        }

        @Override
        public void refuse(String error) {
            answerOnce();
            if (!socket.isOver() && session.isOpen()) {
                sockets.refuse(socket);
                socket.end("refused", false);
                say(SocketPacket.Type.CONNECT_ERROR, socket.namespace(), error);
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
