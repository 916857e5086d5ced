package dev.herald.projection;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state down: numbers in seven bits a byte, each short text in full once and by its number from then on. One thread.
 */
public final class StateOut {
    /** What stands before a text: that there is none, that it follows in UTF-8 or UTF-16, or which one it is. */
    static final long NULL = 0;

    static final long TEXT = 1;
    static final long HALVES = 2;
    static final long FIRST_KNOWN = 3;
    /** Longer texts are seldom the same, and are written in full each time. */
    static final int KNOWN_LENGTH_MAX = 40;

    private static final int BEGIN_BYTES = 1 << 12;
    /** What an array of the JVM may hold. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private byte[] out = new byte[BEGIN_BYTES];
    private int length;
    private final Map<String, Integer> texts = new HashMap<>();

    /** Not negative ones are short; negative ones take ten bytes. */
    public void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        write((int) rest);
    }

    public void decimal(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            write((int) (bits >>> shift));
        }
    }

    public void fact(boolean value) {
        write(value ? 1 : 0);
    }

    /** A text, or null. Half of a surrogate pair, which an event's text may hold and UTF-8 cannot, is kept too. */
    public void text(@Nullable String value) {
        if (value == null) {
            number(NULL);
            return;
        }
        if (value.length() <= KNOWN_LENGTH_MAX) {
            Integer known = texts.putIfAbsent(value, texts.size());
            if (known != null) {
                number(known + FIRST_KNOWN);
                return;
            }
        }
        boolean isWhole = isWhole(value);
        number(isWhole ? TEXT : HALVES);
        bytes(isWhole ? value.getBytes(StandardCharsets.UTF_8) : halves(value));
    }

    /** No charset encodes half of a pair. */
    private static byte[] halves(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** How many, then the bytes. */
    public void bytes(byte[] value) {
        number(value.length);
        makeRoom(value.length);
        System.arraycopy(value, 0, out, length, value.length);
        length += value.length;
    }

    /** A number, or null. */
    public void decimalOrNull(@Nullable Double value) {
        fact(value != null);
        if (value != null) {
            decimal(value);
        }
    }

    public void numberOrNull(@Nullable Long value) {
        fact(value != null);
        if (value != null) {
            number(value);
        }
    }

    /** A value of JSON, as {@link Members} holds it. */
    public void value(@Nullable Object value) {
        switch (value) {
            case null -> number(0);
            case Boolean fact -> number(fact ? 1 : 2);
            case Long whole -> {
                number(3);
                number(whole);
            }
            case String text -> {
                number(4);
                text(text);
            }
            case List<?> list -> {
                number(5);
                number(list.size());
                list.forEach(this::value);
            }
            case Map<?, ?> map -> {
                number(6);
                number(map.size());
                map.forEach((name, member) -> {
                    text((String) name);
                    value(member);
                });
            }
            case BigDecimal decimal -> {
                number(7);
                text(decimal.toString());
            }
            case Double decimal -> {
                number(8);
                decimal(decimal);
            }
            default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
        }
    }

    /** How many, then each. */
    public <T> void each(Collection<T> values, BiConsumer<StateOut, T> one) {
        number(values.size());
        for (T value : values) {
            one.accept(this, value);
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    private void write(int value) {
        makeRoom(1);
        out[length++] = (byte) value;
    }

    private void makeRoom(int bytes) {
        if (bytes > out.length - length) {
            out = Arrays.copyOf(
                    out, Math.max(Math.addExact(length, bytes), (int) Math.min(2L * out.length, MAX_BYTES)));
        }
    }
}
