package dev.herald.transport.engineio;

import dev.herald.net.NettyLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's pending request for packets, if there is one, and the packets on their way. Runs on its loop. */
final class Polling {
    /** That the last packets of a session wait for the client after it has been closed. */
    private static final long LINGER_MILLIS = 5_000;

    private final NettyLoop loop;
    private final Outgoing outgoing;
    private @Nullable Poll pending;
    private boolean isFlushDue;
    /** When the last packets of a session that is closed are thrown away; 0 where none wait. */
    private long lingerMillis;

    /** @param packetsMax that the client takes in one answer */
    Polling(NettyLoop loop, int packetsMax) {
        this.loop = loop;
        this.outgoing = new Outgoing(packetsMax);
    }

    boolean isPending() {
        return pending != null;
    }

    /** Whether what is added leaves with the answer of the pending request. */
    boolean hasRoom(int bytesMax) {
        return pending != null && outgoing.hasRoom() && outgoing.bytes() < bytesMax;
    }

    int bytes() {
        return outgoing.bytes();
    }

    /**
     * The client asks for packets.
     *
     * @param left runs on the loop when the client leaves before it was answered
     */
    void onPoll(Poll request, Runnable left) {
        loop.check();
        pending = request;
        request.whenLeft(loop, () -> {
            if (pending == request) {
                pending = null;
                left.run();
            }
        });
    }

    /** Leaves with what else is added in this turn of the loop, or with the client's next request. */
    void add(Outgoing.Piece piece) {
        outgoing.add(piece);
        if (pending != null && !isFlushDue) {
            isFlushDue = true;
            loop.post(() -> {
                isFlushDue = false;
                flush();
            });
        }
    }

    /** Answers a pending request if there is something to answer it with. */
    void flush() {
        if (!outgoing.isEmpty()) {
            answer();
        }
    }

    /** Answers a pending request: with a noop when there is nothing else. */
    void answer() {
        Poll answered = pending;
        pending = null;
        if (answered != null) {
            answered.packets(outgoing.isEmpty() ? Poll.NOOP : outgoing.takeBody());
        }
    }

    /** Answers a pending request with what there is and this packet. */
    void answerLast(byte[] packet) {
        if (pending != null) {
            outgoing.add(new Outgoing.Piece(packet, false));
            answer();
        }
    }

    /** Adds the session's last packet if others wait. They leave now, or with the client's next request if it comes soon. */
    void sayLast(byte[] packet, long nowMillis) {
        if (!outgoing.isEmpty()) {
            outgoing.add(new Outgoing.Piece(packet, false));
            answer();
            lingerMillis = outgoing.isEmpty() ? 0 : nowMillis + LINGER_MILLIS;
        }
    }

    /** Whether the last packets of a session that is closed still wait. */
    boolean isLingering() {
        return lingerMillis != 0;
    }

    /** The client of a session that is closed asks for what waits. Answers whether that was all. */
    boolean onLastPoll(Poll request) {
        onPoll(request, () -> {});
        answer();
        return endLingering(outgoing.isEmpty());
    }

    /** Whether what waited since the session was closed has waited for too long; it says so once. */
    boolean takeOverdue(long nowMillis) {
        return isLingering() && endLingering(nowMillis >= lingerMillis);
    }

    private boolean endLingering(boolean isOver) {
        lingerMillis = isOver ? 0 : lingerMillis;
        return isOver;
    }

    /** What the client did not ask for in time. Another transport takes it; nothing is left here. */
    List<Outgoing.Piece> takeRest() {
        return outgoing.takePackets();
    }
}
