package dev.herald.transport.sse;

import dev.herald.loop.Loop;
import dev.herald.session.SessionRules;
import dev.herald.transport.Sweep;
import java.util.Map;
import java.util.UUID;

/** What the streams of one loop share. Runs on its loop. */
final class SseLoop implements SseSession.Home {
    private final SessionRules rules;
    private final Loop loop;
    private final Sweep<SseSession> sweep;
    private final Map<UUID, SseSession> registry;

    /** @param registry the streams of all loops, for the routes */
    SseLoop(SessionRules rules, Loop loop, Map<UUID, SseSession> registry) {
        this.rules = rules;
        this.loop = loop;
        this.sweep = new Sweep<>(loop, rules.settings().sweepMillis());
        this.registry = registry;
    }

    @Override
    public SessionRules rules() {
        return rules;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void onJoin(SseSession session) {
        loop.check();
        sweep.onJoin(session);
        registry.put(session.id(), session);
    }

    @Override
    public void onLeave(SseSession session) {
        loop.check();
        sweep.onLeave(session);
        rules.dismiss();
        registry.remove(session.id());
    }

    /** Ends every stream: the server stops. */
    void onStop() {
        loop.check();
        sweep.onEach(SseSession::onStop);
    }
}
