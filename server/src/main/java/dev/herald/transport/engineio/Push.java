package dev.herald.transport.engineio;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets of one polling request on their way to its session. Runs on the session's loop, a part of them in each turn,
 * so that others on the loop need not wait for a large body. Answers the request when all have been taken, or one is none.
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
    private final EngineLoop home;
    private final Poll request;
    private final byte[] body;
    private int at;

    Push(EngineSession session, EngineLoop home, Poll request) {
        this.session = session;
        this.home = home;
        this.request = request;
        this.body = request.exchange().request().body();
    }

    @Override
    public void run() {
        session.loop().check();
        try {
            onTurn();
        } catch (RuntimeException failure) {
            LOG.error("the application of session {} failed", session.id(), failure);
            session.cut("the server failed");
            if (!request.isAnswered()) {
                request.fail();
            }
        }
    }

    private void onTurn() {
        int from = at;
        long begun = home.nanos();
        for (int packets = 0; at <= body.length; packets++) {
            if (!session.isOpen()) {
                break;
            }
            boolean isLong = packets > 0 && home.nanos() - begun >= TURN_NANOS;
            if (packets == PACKETS_MAX || at - from >= BYTES_MAX || isLong) {
                Poll.post(session.loop(), this);
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
