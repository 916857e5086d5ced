package dev.herald.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/** The data of an event, read when somebody asks for them. Pure functions. */
final class EventData {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private EventData() {}

    static Map<String, Object> of(String eventJson) {
        try {
            Object data = MAPPER.readValue(eventJson, MEMBERS).get("data");
            return MAPPER.convertValue(data == null ? Map.of() : data, MEMBERS);
        } catch (JacksonException e) {
            throw new UncheckedIOException("an event that was read before is JSON", e);
        }
    }
}
