package dev.herald.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as JSON: a record becomes an object, its components members in their order, under their names in
 * {@code snake_case}. Values are texts, numbers, facts, enums (in lower case), records, maps, collections, {@link Raw} and
 * null; anything else is a mistake of ours and stops. Any thread.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            // Answers are made on virtual threads, where what a thread keeps for the next call never meets one.
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build();
    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
            List<Member> members = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                boolean isOptional = component.isAnnotationPresent(LeftOutIfNull.class);
                members.add(new Member(name(component.getName()), isOptional, accessor));
            }
            return List.copyOf(members);
        }
    };

    private Json() {}

    /** The member is not there where the value is null. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface LeftOutIfNull {}

    /** JSON already, such as an event: its bytes are written as they are. @param bytes one value in UTF-8 */
    public record Raw(byte[] bytes) {}

    private record Member(String name, boolean isOptional, Method accessor) {
        @Nullable
        Object of(Record owner) {
            try {
                return accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException("a record shows its components", impossible);
            }
        }
    }

    /** About how many bytes it takes, so that a large answer is written once and not moved about. */
    private static int sizeOf(Record record) {
        int size = 256;
        for (Member member : MEMBERS.get(record.getClass())) {
            if (member.of(record) instanceof List<?> several) {
                for (Object one : several) {
                    size += one instanceof Raw(byte[] bytes) ? bytes.length + 1 : 16;
                }
            }
        }
        return size;
    }

    /** An object with the members of the first record, then of the next, and so on. */
    public static byte[] bytes(Record first, Record... next) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(sizeOf(first));
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            members(json, out, first);
            for (Record more : next) {
                members(json, out, more);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return out.toByteArray();
    }

    /** An array of values. */
    public static byte[] array(List<?> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            value(json, out, values);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return out.toByteArray();
    }

    private static void members(JsonGenerator json, ByteArrayOutputStream out, Record record) throws IOException {
        for (Member member : MEMBERS.get(record.getClass())) {
            Object value = member.of(record);
            if (value != null || !member.isOptional) {
                json.writeFieldName(member.name);
                value(json, out, value);
            }
        }
    }

    private static void value(JsonGenerator json, ByteArrayOutputStream out, @Nullable Object value)
            throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(wellFormed(text));
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Boolean fact -> json.writeBoolean(fact);
            case Enum<?> constant -> json.writeString(constant.name().toLowerCase(Locale.ROOT));
            case Raw(byte[] bytes) -> raw(json, out, bytes);
            case Record record -> {
                json.writeStartObject();
                members(json, out, record);
                json.writeEndObject();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(wellFormed(String.valueOf(entry.getKey())));
                    value(json, out, entry.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> several -> {
                json.writeStartArray();
                for (Object one : several) {
                    value(json, out, one);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON is known for " + value.getClass());
        }
    }

    /** The generator writes what comes before it; the bytes themselves go past it. */
    private static void raw(JsonGenerator json, ByteArrayOutputStream out, byte[] bytes) throws IOException {
        json.writeRawValue("");
        json.flush();
        out.writeBytes(bytes);
    }

    /** Half of a surrogate pair, which may stand in what a client sent, has no UTF-8: it becomes a question mark. */
    private static String wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private static String name(String component) {
        StringBuilder name = new StringBuilder(component.length() + 4);
        for (int at = 0; at < component.length(); at++) {
            char c = component.charAt(at);
            if (Character.isUpperCase(c)) {
                name.append('_').append(Character.toLowerCase(c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
