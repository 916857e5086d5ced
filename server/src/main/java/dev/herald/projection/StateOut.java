package dev.herald.projection;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state down: numbers in seven bits a byte, each text in full once and by its number from then on. One thread.
 */
public final class StateOut {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    private final Map<String, Integer> texts = new HashMap<>();

    /** Not negative ones are short; negative ones take ten bytes. */
    public void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    public void decimal(double value) {
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (bits >>> shift) & 0xFF);
        }
    }

    public void fact(boolean value) {
        out.write(value ? 1 : 0);
    }

    /** A text, or null. */
    public void text(@Nullable String value) {
        if (value == null) {
            number(0);
            return;
        }
        Integer known = texts.get(value);
        if (known != null) {
            number(known + 2L);
            return;
        }
        texts.put(value, texts.size());
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(1);
        number(bytes.length);
        out.writeBytes(bytes);
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
        return out.toByteArray();
    }
}
