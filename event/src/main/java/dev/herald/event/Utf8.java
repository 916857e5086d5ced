package dev.herald.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF. Jackson lets some of these pass, and
 * a WebSocket client would close the connection on them.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The index of the first byte that does not belong, or -1 when all is well. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            while (i + Long.BYTES <= to && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
                i += Long.BYTES;
            }
            if (i == to) {
                return -1;
            }
            int length = sequenceLength(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** The bytes of the character that starts here, or 0 when none does. */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            return follows(bytes, at, to, 1, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return follows(bytes, at, to, 2, low, high) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return follows(bytes, at, to, 3, low, high) ? 4 : 0;
        }
        return 0;
    }

    /** Whether so many continuation bytes follow; the first of them has bounds of its own. */
    private static boolean follows(byte[] bytes, int at, int to, int count, int low, int high) {
        if (at + count >= to) {
            return false;
        }
        int first = bytes[at + 1] & 0xFF;
        if (first < low || first > high) {
            return false;
        }
        for (int i = 2; i <= count; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
