package dev.herald.transport.engineio;

import dev.herald.loop.Clock;
import dev.herald.net.NettyLoop;
import dev.herald.transport.Sweep;
import java.util.Map;

/** What the sessions of one loop share. Runs on its loop. */
final class EngineLoop {
    private final EngineSettings settings;
    private final NettyLoop loop;
    private final Clock clock;
    private final Map<String, EngineSession> sessions;
    private final EngineHost host;
    private final Sweep<EngineSession> sweep;

    EngineLoop(EngineSettings settings, NettyLoop loop, Clock clock, EngineEndpoint.Shared shared) {
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.sessions = shared.sessions();
        this.host = shared.host();
        this.sweep = new Sweep<>(loop, settings.sweepMillis());
    }

    EngineSettings settings() {
        return settings;
    }

    NettyLoop loop() {
        return loop;
    }

    long nanos() {
        return clock.nanos();
    }

    long nowMillis() {
        return nanos() / 1_000_000;
    }

    void onJoin(EngineSession session) {
        sweep.onJoin(session);
        sessions.put(session.id(), session);
    }

    void onLeave(EngineSession session) {
        sweep.onLeave(session);
        sessions.remove(session.id());
    }

    void onClosed(EngineSession session) {
        host.onClosed(session);
    }

    void onStop() {
        sweep.onEach(session -> session.cut("the server stops"));
    }
}
