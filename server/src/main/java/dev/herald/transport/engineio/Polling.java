package dev.herald.transport.engineio;

import dev.herald.net.NettyLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's pending request for packets, if there is one, and what is on its way. Runs on its loop. */
final class Polling {
    private final NettyLoop loop;
    private final Outgoing outgoing;
    private @Nullable Poll pending;
    private boolean isFlushDue;

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

    boolean isEmpty() {
        return outgoing.isEmpty();
    }

    int bytes() {
        return outgoing.bytes();
    }

    /** The client asks for packets. @param left runs when it leaves before it was answered */
    void onPoll(Poll request, Runnable left) {
        pending = request;
        request.onLeft(loop, () -> {
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

    /** What was not asked for in time, for another transport. */
    List<Outgoing.Piece> takeRest() {
        return outgoing.takePackets();
    }
}
