package dev.herald.transport.engineio;

import dev.herald.loop.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets of one polling request on their way to its session. Runs on the session's loop. Each turn takes a part of
 * them, so that others on the loop need not wait for a large body. The request is answered when all have been taken, or
 * when one is found that is no packet.
 */
final class Push implements Runnable {
    /** Packets taken in one turn. */
    static final int PACKETS_MAX = 128;

    /** Bytes after which no more are taken in one turn; a single packet may be larger. */
    static final int BYTES_MAX = 64 << 10;

    /** Time after which no more are taken in one turn, for packets whose effect costs more than they do. */
    private static final long TURN_NANOS = 2_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Push.class);

    private final EngineSession session;
    private final Clock clock;
    private final Poll request;
    private final byte[] body;
    private int at;

    Push(EngineSession session, Clock clock, Poll request) {
        this.session = session;
        this.clock = clock;
        this.request = request;
        this.body = request.exchange().request().body();
    }

    @Override
    public void run() {
        session.loop().check();
        try {
            turn();
        } catch (RuntimeException failure) {
            LOG.error("the application of session {} failed", session.id(), failure);
            session.cut("the server failed");
            if (!request.isAnswered()) {
                request.fail();
            }
        }
    }

    private void turn() {
        int from = at;
        long begun = clock.nanos();
        for (int packets = 0; at <= body.length; packets++) {
            if (!session.isOpen()) {
                break;
            }
            boolean isLong = packets > 0 && clock.nanos() - begun >= TURN_NANOS;
            if (packets == PACKETS_MAX || at - from >= BYTES_MAX || isLong) {
                session.loop().later(this);
                return;
            }
            int end = Payload.end(body, at);
            Optional<Packet> packet = Payload.packet(body, at, end);
            at = end + 1;
            if (packet.isEmpty() || !session.onPacket(packet.get())) {
                request.answer(EngineError.BAD_REQUEST.response());
                session.cut("a packet that is none");
                return;
            }
        }
        request.ok();
    }
}
