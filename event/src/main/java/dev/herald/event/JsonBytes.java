package dev.herald.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON text as it is assembled: UTF-8 in a growing array. A lone surrogate, which UTF-8 cannot carry, stays the escape
 * that it came as. One thread.
 */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    int size() {
        return size;
    }

    /** What was written; the array itself where it is exactly full. */
    byte[] toArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    void raw(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    void raw(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    @SuppressWarnings("deprecation") // the one way to copy ASCII out of a String without an array between
    void ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, bytes, size);
        size += length;
    }

    void ascii(char[] text, int offset, int length) {
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text[offset + i];
        }
        size += length;
    }

    /** Digits of a moment, in seconds with exactly three decimals. */
    void seconds(long epochMillis) {
        ascii(Long.toString(epochMillis / 1000));
        int millis = (int) (epochMillis % 1000);
        reserve(4);
        bytes[size++] = '.';
        bytes[size++] = (byte) ('0' + millis / 100);
        bytes[size++] = (byte) ('0' + millis / 10 % 10);
        bytes[size++] = (byte) ('0' + millis % 10);
    }

    void rfc3339(long epochMillis) {
        reserve(Rfc3339.LENGTH);
        Rfc3339.write(epochMillis, bytes, size);
        size += Rfc3339.LENGTH;
    }

    void string(String text) {
        raw('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean isPair =
                    Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
            if (isPair) {
                pair(c, text.charAt(++i));
            } else {
                single(c);
            }
        }
        raw('"');
    }

    void string(char[] text, int offset, int length) {
        reserve(length + 2);
        bytes[size++] = '"';
        int at = offset;
        int end = offset + length;
        while (at < end && isBare(text[at])) {
            bytes[size++] = (byte) text[at++];
        }
        while (at < end) {
            char c = text[at++];
            if (Character.isHighSurrogate(c) && at < end && Character.isLowSurrogate(text[at])) {
                pair(c, text[at++]);
            } else {
                single(c);
            }
        }
        raw('"');
    }

    private static boolean isBare(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void single(char c) {
        reserve(6);
        if (isBare(c)) {
            bytes[size++] = (byte) c;
        } else if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
        } else if (Character.isSurrogate(c)) {
            unicodeEscape(c);
        } else {
            bytes[size++] = (byte) (0xE0 | c >> 12);
            bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
        }
    }

    private void pair(char high, char low) {
        reserve(4);
        int c = Character.toCodePoint(high, low);
        bytes[size++] = (byte) (0xF0 | c >> 18);
        bytes[size++] = (byte) (0x80 | c >> 12 & 0x3F);
        bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | c & 0x3F);
    }

    private void escape(char c) {
        char name = switch (c) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
        if (name == 0) {
            unicodeEscape(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) name;
        }
    }

    private void unicodeEscape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[c >> shift & 0xF];
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
