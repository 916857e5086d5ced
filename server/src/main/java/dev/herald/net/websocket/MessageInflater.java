package dev.herald.net.websocket;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates clients' messages, each by itself (RFC 7692, {@code client_no_context_takeover}), so that no session keeps a
 * window. One for each loop; runs on it.
 */
final class MessageInflater {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[8 * 1024];

    /**
     * The message; null when it would be longer than allowed: a bomb is found out when it has that much, not later.
     *
     * @throws DataFormatException what came is no deflate stream
     */
    byte @Nullable [] inflate(byte[] deflated, int bytesMax) throws DataFormatException {
        inflater.reset();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean fits = inflate(deflated, out, bytesMax) && inflate(TAIL, out, bytesMax);
        return fits ? out.toByteArray() : null;
    }

    /** A block marked as the last ends the message (section 7.2.3.4); what follows it is padding. */
    private boolean inflate(byte[] input, ByteArrayOutputStream out, int bytesMax) throws DataFormatException {
        if (inflater.finished()) {
            return true;
        }
        inflater.setInput(input);
        int count = inflater.inflate(chunk);
        while (count > 0) {
            if (out.size() + count > bytesMax) {
                return false;
            }
            out.write(chunk, 0, count);
            count = inflater.inflate(chunk);
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("a dictionary is asked for");
        }
        return true;
    }
}
