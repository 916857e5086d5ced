package dev.herald.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a command would have it said, under the names of the wire. A member that is null is written, for null
 * clears. It goes through the checks that a publisher's JSON goes through.
 *
 * @param rooms where it is heard beside its own
 */
record Statement(
        EventType type, @Nullable ProjectId project, List<Room> rooms, Map<String, ? extends @Nullable Object> data) {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Half of a surrogate pair stays what it is.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    Statement(EventType type, @Nullable ProjectId project, Map<String, ? extends @Nullable Object> data) {
        this(type, project, List.of(), data);
    }

    Decoded decode(String source) {
        return Codec.decode(json(source));
    }

    private byte[] json(String source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", type.wireName());
            if (project != null) {
                json.writeStringField("project_id", project.value());
            }
            json.writeStringField("source", source);
            if (!rooms.isEmpty()) {
                json.writeFieldName("rooms");
                value(json, rooms.stream().map(Room::toString).toList());
            }
            json.writeFieldName("data");
            value(json, data);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean fact -> json.writeBoolean(fact);
            case Long whole -> json.writeNumber(whole);
            case Integer whole -> json.writeNumber(whole);
            case Double number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    json.writeFieldName((String) member.getKey());
                    value(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Iterable<?> several -> {
                json.writeStartArray();
                for (Object one : several) {
                    value(json, one);
                }
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON is known for " + value.getClass());
        }
    }
}
