package dev.herald.transport.engineio;

import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.loop.Loop;
import java.util.Optional;
import java.util.function.Consumer;

/** Whoever offers Engine.IO: it admits clients and gives each session its application. */
public interface EngineHost {
    /**
     * A client wants a session. Runs on the connection's loop; {@code next} is called there, now or later, with the
     * refusal if there is one. An admitted client may leave before {@link #onOpen}: then {@link #leftEarly} is called.
     *
     * @param loop the connection's
     */
    void onArrive(Request request, Loop loop, Consumer<Optional<Response>> next);

    /**
     * A request names a session that exists; it may come from somebody else who found the id. Runs on the session's home
     * loop.
     *
     * @param next called there, now or later, with false to refuse it
     */
    void onRequest(EngineSession session, Request request, Consumer<Boolean> next);

    /** The admitted client has a session. Runs on its home loop, before anything is sent or received. */
    EngineApplication onOpen(EngineSession session, Request request);

    /** The session is over, and has told its application so. Once; runs on its home loop. */
    void onClosed(EngineSession session);

    /** The admitted client has left before it had a session. Any thread. */
    void leftEarly();
}
