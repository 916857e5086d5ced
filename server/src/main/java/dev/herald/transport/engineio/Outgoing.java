package dev.herald.transport.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Packets on their way to a polling client: those of the server's own that wait for its next request, and what is
 * gathered for the one that is pending. Runs on its loop.
 */
final class Outgoing {
    private final List<Piece> pieces = new ArrayList<>(2);
    private int bytes;

    /**
     * One packet, or several prepared ones.
     *
     * @param bytes with the type of a text packet, without that of a binary one
     */
    record Piece(byte[] bytes, boolean isBinary) {
        byte[] polled() {
            if (!isBinary) {
                return bytes;
            }
            return ("b" + Base64.getEncoder().encodeToString(bytes)).getBytes(StandardCharsets.US_ASCII);
        }
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    void add(Piece piece) {
        pieces.add(piece);
        bytes += piece.bytes.length;
    }

    /** All of it as the body of a response; nothing is left. */
    byte[] takeBody() {
        if (pieces.size() == 1) {
            byte[] only = pieces.getFirst().polled();
            clear();
            return only;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes + pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                body.write(Payload.SEPARATOR);
            }
            body.writeBytes(pieces.get(i).polled());
        }
        clear();
        return body.toByteArray();
    }

    /** All of it, packet by packet; nothing is left. Called when no prepared ones are among them. */
    List<Piece> takePieces() {
        List<Piece> all = List.copyOf(pieces);
        clear();
        return all;
    }

    private void clear() {
        pieces.clear();
        bytes = 0;
    }
}
