package dev.herald.transport.socketio.dialect;

import dev.herald.hub.Hub;
import dev.herald.net.NettyLoop;
import dev.herald.net.websocket.MessageDeflater;
import dev.herald.session.SessionRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all sockets share. Any thread.
 *
 * @param recoveries of sockets that may come back
 * @param deflaters one for each loop
 */
record Context(
        Hub hub,
        SessionRules rules,
        Replies replies,
        Recoveries recoveries,
        Map<NettyLoop, MessageDeflater> deflaters) {
    Context(Hub hub, SessionRules rules) {
        this(hub, rules, new Replies(rules.clock()), new Recoveries(rules.clock()), new ConcurrentHashMap<>());
    }

    /** Runs on the loop. */
    SocketIoDialect dialect(SocketIoDialect.Form form, NettyLoop loop) {
        MessageDeflater deflater = deflaters.computeIfAbsent(loop, _ -> new MessageDeflater());
        return new SocketIoDialect(form, loop.allocator(), deflater);
    }
}
