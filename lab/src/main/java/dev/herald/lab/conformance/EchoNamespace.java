package dev.herald.lab.conformance;

import dev.herald.transport.socketio.Arguments;
import dev.herald.transport.socketio.NamespaceSocket;
import dev.herald.transport.socketio.SocketApplication;
import dev.herald.transport.socketio.SocketNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Emits {@code auth} with what the client connected with, answers {@code message} with {@code message-back}, acknowledges
 * {@code message-with-ack}, each with the arguments that came. Runs on the connection's loop.
 */
final class EchoNamespace implements SocketNamespace {
    /**
     * From the answer to {@code auth}: clients that look at one message a wake-up, as the protocol's own test suite does,
     * would miss the second of two that come in one segment. What the client sends meanwhile is answered after it.
     */
    private static final long AUTH_MILLIS = 20;

    @Override
    public void onConnect(NamespaceSocket socket, @Nullable String auth, Reply reply) {
        Echo echo = new Echo(socket, auth == null ? "{}" : auth);
        if (reply.accept("{\"sid\":\"" + UUID.randomUUID() + "\"}", echo)) {
            socket.loop().schedule(AUTH_MILLIS, echo::sayAuth);
        }
    }

    private static final class Echo implements SocketApplication {
        private final NamespaceSocket socket;
        private final String auth;
        private boolean isAuthSaid;

        private Echo(NamespaceSocket socket, String auth) {
            this.socket = socket;
            this.auth = auth;
        }

        private void sayAuth() {
            if (!isAuthSaid) {
                isAuthSaid = true;
                socket.emit(Arguments.of("\"auth\"", auth));
            }
        }

        @Override
        public void onEvent(String name, Arguments arguments, Ack ack) {
            sayAuth();
            if (name.equals("message")) {
                List<String> back = new ArrayList<>(arguments.json());
                back.addFirst("\"message-back\"");
                socket.emit(new Arguments(back, arguments.attachments()));
            } else if (name.equals("message-with-ack")) {
                ack.answer(arguments);
            }
        }

        @Override
        public void onWritable() {
            // Has no bulk to write.
        }

        @Override
        public void onTransport() {
            // Prepares nothing.
        }

        @Override
        public void onTime() {
            // Waits for nothing.
        }

        @Override
        public void onDisconnect(String reason, boolean isAbrupt) {
            isAuthSaid = true;
        }
    }
}
