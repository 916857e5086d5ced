package dev.herald.transport.websocket;

import dev.herald.loop.Loop;
import dev.herald.net.websocket.MessageDeflater;
import dev.herald.session.SessionRules;
import dev.herald.transport.Sweep;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicInteger;

/** What the WebSocket sessions of one loop share. Runs on its loop. */
final class WebSocketLoop implements WebSocketSession.Home {
    private final SessionRules rules;
    private final Loop loop;
    private final Sweep<WebSocketSession> sweep;
    private final AtomicInteger open;
    private final WebSocketDialect plain;
    private final WebSocketDialect plainAliased;
    private final WebSocketDialect deflated;
    private final WebSocketDialect deflatedAliased;

    /** @param open counts the sessions of all loops */
    WebSocketLoop(SessionRules rules, Loop loop, ByteBufAllocator allocator, AtomicInteger open) {
        this.rules = rules;
        this.loop = loop;
        this.sweep = new Sweep<>(loop, rules.settings().sweepMillis());
        this.open = open;
        MessageDeflater deflater = new MessageDeflater();
        this.plain = new WebSocketDialect(false, null, allocator);
        this.plainAliased = new WebSocketDialect(true, null, allocator);
        this.deflated = new WebSocketDialect(false, deflater, allocator);
        this.deflatedAliased = new WebSocketDialect(true, deflater, allocator);
    }

    @Override
    public SessionRules rules() {
        return rules;
    }

    @Override
    public WebSocketDialect dialect(boolean isDeflated, boolean isAliased) {
        if (isDeflated) {
            return isAliased ? deflatedAliased : deflated;
        }
        return isAliased ? plainAliased : plain;
    }

    @Override
    public void onJoin(WebSocketSession session) {
        loop.check();
        sweep.onJoin(session);
        open.incrementAndGet();
    }

    @Override
    public void onLeave(WebSocketSession session) {
        loop.check();
        sweep.onLeave(session);
        rules.dismiss();
        open.decrementAndGet();
    }

    /** Tells every client that the server stops. */
    void onStop() {
        loop.check();
        sweep.onEach(WebSocketSession::onStop);
    }
}
