package dev.herald.transport.socketio;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The sockets of one connection, one a namespace, whether they are connected yet or not. Runs on its home loop. */
final class Sockets implements NamespaceSocket.Keeper {
    private final LongSupplier nowMillis;
    private final Map<String, NamespaceSocket> byNamespace = new LinkedHashMap<>(2);
    /** Namespaces whose sockets the server has ended since the client connected to them. Most connections have none. */
    private Set<String> left = Set.of();

    /** Since when the client has been in no namespace. */
    private long lonelySinceMillis;

    /** @param nowMillis never goes back */
    Sockets(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        this.lonelySinceMillis = nowMillis.getAsLong();
    }

    @Nullable
    NamespaceSocket in(String namespace) {
        return byNamespace.get(namespace);
    }

    void add(NamespaceSocket socket) {
        byNamespace.put(socket.namespace(), socket);
    }

    /** The server has ended the socket. What the client had sent to it by then is of no use, and does no harm. */
    @Override
    public void leave(NamespaceSocket socket) {
        forget(socket);
        if (left.isEmpty()) {
            left = new HashSet<>(2);
        }
        left.add(socket.namespace());
    }

    boolean hasLeft(String namespace) {
        return left.contains(namespace);
    }

    /** The client connects to the namespace, perhaps again: from now on it means the new socket. */
    void enter(String namespace) {
        if (!left.isEmpty()) {
            left.remove(namespace);
        }
    }

    /** The socket is over. A client that has no other begins to be lonely. */
    void forget(NamespaceSocket socket) {
        if (byNamespace.remove(socket.namespace(), socket) && byNamespace.isEmpty()) {
            lonelySinceMillis = nowMillis.getAsLong();
        }
    }

    /** The socket was never connected. The connecting time goes on: a client that is refused again and again is closed. */
    void refuse(NamespaceSocket socket) {
        byNamespace.remove(socket.namespace(), socket);
    }

    /** Whether the client has been in no namespace for so long. */
    boolean isLonelyFor(long millis) {
        return byNamespace.isEmpty() && nowMillis.getAsLong() - lonelySinceMillis >= millis;
    }

    /** Calls the application of each that is connected. */
    void each(Consumer<SocketApplication> action) {
        if (byNamespace.isEmpty()) {
            return;
        }
        for (NamespaceSocket socket : List.copyOf(byNamespace.values())) {
            SocketApplication application = socket.application();
            if (application != null) {
                action.accept(application);
            }
        }
    }

    /** All of them; none is left. */
    List<NamespaceSocket> takeAll() {
        List<NamespaceSocket> all = List.copyOf(byNamespace.values());
        byNamespace.clear();
        return all;
    }
}
