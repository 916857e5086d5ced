package dev.herald.projection;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StateOut} has written, in the same order. One thread. Each method throws {@link
 * IllegalStateException} where the bytes are not of that form.
 */
public final class StateIn {
    private final byte[] bytes;
    private final List<String> texts = new ArrayList<>();
    private int at;

    public StateIn(byte[] bytes) {
        this.bytes = bytes;
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = next();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalStateException("no number ends at byte " + at);
    }

    /** A number that counts something. */
    public int count() {
        long value = number();
        if (value < 0 || value > bytes.length) {
            throw new IllegalStateException("no count at byte " + at + ": " + value);
        }
        return (int) value;
    }

    public double decimal() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | next();
        }
        return Double.longBitsToDouble(bits);
    }

    public boolean fact() {
        return next() == 1;
    }

    public @Nullable String textOrNull() {
        long kind = number();
        if (kind == StateOut.NULL) {
            return null;
        }
        if (kind == StateOut.TEXT) {
            return met(new String(bytes(), StandardCharsets.UTF_8));
        }
        if (kind == StateOut.HALVES) {
            byte[] halves = bytes();
            char[] text = new char[halves.length / 2];
            ByteBuffer.wrap(halves).asCharBuffer().get(text);
            return met(new String(text));
        }
        if (kind < 0 || kind - StateOut.FIRST_KNOWN >= texts.size()) {
            throw new IllegalStateException("no text has the number " + (kind - StateOut.FIRST_KNOWN));
        }
        return texts.get((int) (kind - StateOut.FIRST_KNOWN));
    }

    private String met(String text) {
        if (text.length() <= StateOut.KNOWN_LENGTH_MAX) {
            texts.add(text);
        }
        return text;
    }

    public byte[] bytes() {
        int length = count();
        if (length > bytes.length - at) {
            throw new IllegalStateException(length + " bytes do not end");
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public String text() {
        String text = textOrNull();
        if (text == null) {
            throw new IllegalStateException("no text at byte " + at);
        }
        return text;
    }

    public @Nullable Double decimalOrNull() {
        return fact() ? decimal() : null;
    }

    public @Nullable Long numberOrNull() {
        return fact() ? number() : null;
    }

    public <T> List<T> each(Function<StateIn, T> one) {
        int count = count();
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(one.apply(this));
        }
        return values;
    }

    /** What {@link StateOut#value} has written. */
    public @Nullable Object value() {
        long kind = number();
        return switch ((int) kind) {
            case 0 -> null;
            case 1 -> true;
            case 2 -> false;
            case 3 -> number();
            case 4 -> text();
            case 5 -> Collections.unmodifiableList(list());
            case 6 -> Collections.unmodifiableMap(map());
            case 7 -> new BigDecimal(text());
            case 8 -> decimal();
            default -> throw new IllegalStateException("no value of JSON is of kind " + kind);
        };
    }

    private List<@Nullable Object> list() {
        int count = count();
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(value());
        }
        return list;
    }

    private Map<String, @Nullable Object> map() {
        int count = count();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(text(), value());
        }
        return map;
    }

    public boolean isAtEnd() {
        return at == bytes.length;
    }

    private int next() {
        if (at == bytes.length) {
            throw new IllegalStateException("the state ends too early, at byte " + at);
        }
        return bytes[at++] & 0xFF;
    }
}
