package dev.herald.lab.conformance;

import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.loop.Loop;
import dev.herald.transport.engineio.EngineApplication;
import dev.herald.transport.engineio.EngineHost;
import dev.herald.transport.engineio.EngineSession;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Admits everybody to an application.
 *
 * @param applications makes one for each session
 */
record OpenHost(Function<EngineSession, EngineApplication> applications) implements EngineHost {
    @Override
    public void onArrive(Request request, Loop loop, Consumer<Optional<Response>> next) {
        next.accept(Optional.empty());
    }

    @Override
    public void onRequest(EngineSession session, Request request, Consumer<Boolean> next) {
        next.accept(true);
    }

    @Override
    public EngineApplication onOpen(EngineSession session, Request request) {
        return applications.apply(session);
    }

    @Override
    public void onClosed(EngineSession session) {
        // Nobody is counted here.
    }

    @Override
    public void leftEarly() {
        // Nobody is counted here.
    }
}
