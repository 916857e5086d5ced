package dev.herald.net;

import dev.herald.http.Request;
import java.util.Set;

/** A path that a transport serves itself, on the connection's loop. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Runs on the exchange's loop, so it must not block. Answers by exactly one of {@code respond}, {@code upgrade} and
     * {@code stream}, now or later on the same loop; the connection reads nothing more until then, and has all the time
     * that the answer takes. A client that leaves meanwhile closes the exchange's channel, and then no answer is owed.
     */
    void onRequest(Exchange exchange);

    /**
     * The head of a request has come, and a body follows. Runs on the connection's loop, so it must not block.
     *
     * @param head the request, its body empty
     * @return runs once on the same loop, when the request has been answered or never will be
     */
    default Runnable onHead(Request head, NettyLoop loop) {
        return () -> {};
    }

    /**
     * The methods that it is asked for; others are answered 405. {@code OPTIONS} is answered for it unless it is one of
     * these. Any thread; always the same.
     */
    default Set<String> methods() {
        return Set.of("GET");
    }

    /** What a request's body may have; a larger one is answered 413 before it is kept. Any thread; always the same. */
    default int bodyBytesMax() {
        return 0;
    }
}
