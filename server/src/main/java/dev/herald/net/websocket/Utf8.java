package dev.herald.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Checks UTF-8 (RFC 3629) that comes in parts, so that a wrong byte is found in the part that has it. One for each text
 * that is under way.
 */
final class Utf8 implements ByteProcessor {
    /** Continuation bytes that the character still wants. */
    private int wanted;
    /** What the next continuation byte may be: the second of a character has bounds of its own. */
    private int low = 0x80;

    private int high = 0xBF;

    /** Whether the part goes on as UTF-8 does; its indexes stay. */
    boolean takes(ByteBuf part) {
        return part.forEachByte(this) < 0;
    }

    /** Whether the byte has its place there. */
    @Override
    public boolean process(byte value) {
        int octet = value & 0xFF;
        if (wanted > 0) {
            boolean fits = octet >= low && octet <= high;
            wanted--;
            bounds(0x80, 0xBF);
            return fits;
        }
        if (octet < 0x80) {
            return true;
        }
        if (octet < 0xC2 || octet > 0xF4) {
            return false;
        }
        wanted = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        switch (octet) {
            case 0xE0 -> bounds(0xA0, 0xBF);
            case 0xED -> bounds(0x80, 0x9F);
            case 0xF0 -> bounds(0x90, 0xBF);
            case 0xF4 -> bounds(0x80, 0x8F);
            default -> bounds(0x80, 0xBF);
        }
        return true;
    }

    private void bounds(int lowest, int highest) {
        low = lowest;
        high = highest;
    }
}
