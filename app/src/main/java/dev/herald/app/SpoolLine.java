package dev.herald.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a line stands in a spool's file: its checksum in eight hexadecimal digits, its length, itself, a newline. With the
 * length a line is known to be whole without its newline; with the checksum (CRC-32C, over the length too) a line that the
 * disk gives back changed is known. Files of earlier versions hold bare JSON objects, a line each, and are still read.
 */
final class SpoolLine {
    static final int LINE_BYTES_MAX = 256 * 1024;
    /** Of a checksum, a length, and what separates them. */
    private static final int HEAD_BYTES_MAX = 8 + 1 + 6 + 1;
    /** A line in its file, with everything around it. */
    static final int BYTES_MAX = HEAD_BYTES_MAX + LINE_BYTES_MAX + 1;

    private static final int CHECKSUM_DIGITS = 8;
    private static final int LENGTH_DIGITS_MAX = 6;

    private SpoolLine() {}

    /** What stands at a place: a line, or bytes that are none. */
    sealed interface Found {
        /** In the file. */
        int bytes();
    }

    record Whole(byte[] line, int bytes) implements Found {}

    record Damaged(int bytes) implements Found {}

    /** A line's length. */
    private record Head(int end, int length) {}

    static byte[] encoded(byte[] line) {
        if (line.length > LINE_BYTES_MAX) {
            throw new IllegalArgumentException("a line of " + line.length + " bytes");
        }
        byte[] length = (line.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] checksum = checksum(length, line).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(checksum.length + 1 + length.length + line.length + 1)
                .put(checksum)
                .put((byte) ' ')
                .put(length)
                .put(line)
                .put((byte) '\n')
                .array();
    }

    /** Of several pieces, one after the other. */
    static String checksum(byte[]... pieces) {
        CRC32C sum = new CRC32C();
        for (byte[] piece : pieces) {
            sum.update(piece);
        }
        return String.format("%08x", sum.getValue());
    }

    /**
     * What is at the beginning. What is no line ends after the next newline, else where the bytes do.
     *
     * @param bytes at least one; as many as {@link #BYTES_MAX}, or all there are to the end of the file
     */
    static Found at(ByteBuffer bytes) {
        int from = bytes.position();
        Head head = head(bytes);
        if (head != null && bytes.limit() - head.end() >= head.length()) {
            byte[] line = new byte[head.length()];
            bytes.get(head.end(), line);
            byte[] length = (head.length() + " ").getBytes(StandardCharsets.US_ASCII);
            byte[] written = new byte[CHECKSUM_DIGITS];
            bytes.get(from, written);
            if (checksum(length, line).equals(new String(written, StandardCharsets.ISO_8859_1))) {
                // The newline after it, whatever has become of that.
                int end = Math.min(bytes.limit(), head.end() + head.length() + 1);
                return new Whole(line, end - from);
            }
        }
        return new Damaged(toNewline(bytes));
    }

    /** The same in a file of an earlier version, where a line is an object, with nothing to tell that it is the same. */
    static Found bareAt(ByteBuffer bytes) {
        int length = toNewline(bytes);
        boolean isWhole = bytes.get(bytes.position()) == '{' && bytes.get(bytes.position() + length - 1) == '\n';
        if (!isWhole) {
            return new Damaged(length);
        }
        byte[] line = new byte[length - 1];
        bytes.get(bytes.position(), line);
        return new Whole(line, length);
    }

    /** Bytes up to the next newline with it, else up to the end. */
    private static int toNewline(ByteBuffer bytes) {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        return Math.min(end + 1, bytes.limit()) - bytes.position();
    }

    private static @Nullable Head head(ByteBuffer bytes) {
        int at = bytes.position() + CHECKSUM_DIGITS;
        if (at >= bytes.limit() || bytes.get(at) != ' ') {
            return null;
        }
        int length = 0;
        for (int digits = 0; digits <= LENGTH_DIGITS_MAX; digits++) {
            at++;
            if (at >= bytes.limit()) {
                return null;
            }
            byte next = bytes.get(at);
            if (next == ' ' && digits > 0) {
                return length <= LINE_BYTES_MAX ? new Head(at + 1, length) : null;
            }
            if (next < '0' || next > '9') {
                return null;
            }
            length = length * 10 + next - '0';
        }
        return null;
    }
}
