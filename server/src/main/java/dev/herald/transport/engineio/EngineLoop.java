package dev.herald.transport.engineio;

import dev.herald.loop.Clock;
import dev.herald.net.NettyLoop;
import dev.herald.transport.Sweep;
import java.util.Map;

/** The home of the sessions of one loop, and the sweep that looks at them in turn. Runs on its loop. */
final class EngineLoop implements EngineSession.Home {
    private final NettyLoop loop;
    private final Shared shared;
    private final Sweep<EngineSession> sweep;

    /**
     * What all loops share.
     *
     * @param sessions those of all loops, by id
     * @param host who offers them
     */
    record Shared(EngineSettings settings, Clock clock, Map<String, EngineSession> sessions, EngineHost host) {}

    EngineLoop(NettyLoop loop, Shared shared) {
        this.loop = loop;
        this.shared = shared;
        this.sweep = new Sweep<>(loop, shared.settings.sweepMillis());
    }

    @Override
    public EngineSettings settings() {
        return shared.settings;
    }

    @Override
    public NettyLoop loop() {
        return loop;
    }

    @Override
    public long nowMillis() {
        return shared.clock.nanos() / 1_000_000;
    }

    @Override
    public void onJoin(EngineSession session) {
        loop.check();
        sweep.onJoin(session);
        shared.sessions.put(session.id(), session);
    }

    @Override
    public void onLeave(EngineSession session) {
        loop.check();
        sweep.onLeave(session);
        shared.sessions.remove(session.id());
    }

    @Override
    public void onClosed(EngineSession session) {
        loop.check();
        shared.host.onClosed(session);
    }

    void onStop() {
        loop.check();
        sweep.onEach(session -> session.cut("the server stops"));
    }
}
