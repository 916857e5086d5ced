package dev.herald.transport.engineio;

import dev.herald.transport.WireBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * Packets on their way to a polling client: those of the server's own that wait for its next request, and what is
 * gathered for the one that is pending. Runs on its loop.
 *
 * <p>A client that takes only so many packets in one answer leaves the rest here. No packet holds a separator: they are
 * JSON, in which it is escaped.
 */
final class Outgoing {
    private final int packetsMax;
    private final Deque<Piece> pieces = new ArrayDeque<>(2);
    /** Bytes of the first piece that have left. */
    private int taken;

    private int bytes;

    /** @param packetsMax that the client takes in one answer */
    Outgoing(int packetsMax) {
        this.packetsMax = packetsMax;
    }

    /**
     * One packet, or several prepared ones.
     *
     * @param bytes with the type of a text packet, without that of a binary one
     */
    record Piece(byte[] bytes, boolean isBinary) {
        /** One text packet. */
        static Piece of(String packet) {
            return new Piece(packet.getBytes(StandardCharsets.UTF_8), false);
        }

        /** A copy of what is prepared. */
        static Piece of(WireBytes prepared) {
            byte[] bytes = new byte[prepared.bytes()];
            prepared.buffer().getBytes(prepared.buffer().readerIndex(), bytes);
            return new Piece(bytes, false);
        }

        byte[] polled() {
            if (!isBinary) {
                return bytes;
            }
            return ("b" + Base64.getEncoder().encodeToString(bytes)).getBytes(StandardCharsets.US_ASCII);
        }

        /** Where a run of so many packets that begins at {@code from} ends; the end of the piece where there are fewer. */
        int end(int from, int packets) {
            int left = packets;
            for (int at = from; at < bytes.length && !isBinary; at++) {
                if (bytes[at] == Payload.SEPARATOR && --left == 0) {
                    return at;
                }
            }
            return bytes.length;
        }

        /** Packets from {@code from} to {@code end}. */
        int packets(int from, int end) {
            int count = 1;
            for (int at = from; at < end && !isBinary; at++) {
                count += bytes[at] == Payload.SEPARATOR ? 1 : 0;
            }
            return count;
        }

        Piece part(int from, int end) {
            return from == 0 && end == bytes.length ? this : new Piece(Arrays.copyOfRange(bytes, from, end), isBinary);
        }
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /** Whether more can be added so that it leaves with the next answer. */
    boolean hasRoom() {
        return packetsMax == Integer.MAX_VALUE || pieces.isEmpty();
    }

    void add(Piece piece) {
        pieces.add(piece);
        bytes += piece.bytes.length;
    }

    /** As much of it as the client takes, as the body of a response. */
    byte[] takeBody() {
        if (packetsMax != Integer.MAX_VALUE) {
            return takeSome();
        }
        if (pieces.size() == 1) {
            byte[] only = pieces.getFirst().polled();
            clear();
            return only;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + pieces.size());
        pieces.forEach(piece -> append(body, piece));
        clear();
        return body.toByteArray();
    }

    private byte[] takeSome() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int left = packetsMax;
        while (left > 0 && !pieces.isEmpty()) {
            Piece first = pieces.getFirst();
            int end = first.end(taken, left);
            append(body, first.part(taken, end));
            left -= first.packets(taken, end);
            if (end == first.bytes.length) {
                pieces.removeFirst();
                bytes -= end - taken;
                taken = 0;
            } else {
                bytes -= end + 1 - taken;
                taken = end + 1;
            }
        }
        return body.toByteArray();
    }

    private static void append(ByteArrayOutputStream body, Piece piece) {
        if (body.size() > 0) {
            body.write(Payload.SEPARATOR);
        }
        body.writeBytes(piece.polled());
    }

    /** All of it, packet by packet; nothing is left. */
    List<Piece> takePackets() {
        List<Piece> packets = new ArrayList<>(pieces.size());
        int from = taken;
        for (Piece piece : pieces) {
            while (from <= piece.bytes.length) {
                int end = piece.end(from, 1);
                packets.add(piece.part(from, end));
                from = end + 1;
            }
            from = 0;
        }
        clear();
        return packets;
    }

    private void clear() {
        pieces.clear();
        taken = 0;
        bytes = 0;
    }
}
