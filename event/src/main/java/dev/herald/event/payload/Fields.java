package dev.herald.event.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.event.EventType;
import dev.herald.event.ProjectId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the members of {@code data} in order; an absent value leaves no member. One thread. */
final class Fields {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // Half of a surrogate pair, as a file's name may have, must not become a question mark.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final Map<String, Object> members = new LinkedHashMap<>();

    Fields add(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    Fields add(String name, @Nullable Enum<?> choice) {
        return choice == null ? this : add(name, choice.name().toLowerCase(Locale.ROOT));
    }

    /** An empty list says nothing and leaves no member. */
    Fields addAll(String name, Collection<?> values) {
        return values.isEmpty() ? this : add(name, values);
    }

    Fields addAll(String name, Map<String, ?> values) {
        return values.isEmpty() ? this : add(name, (Object) values);
    }

    Fields addAll(Map<String, ?> more) {
        more.forEach(this::add);
        return this;
    }

    Map<String, Object> map() {
        return Collections.unmodifiableMap(members);
    }

    static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return value;
    }

    static byte[] publishable(EventType type, Map<String, Object> fields, String source, @Nullable ProjectId project) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type.wireName());
        if (project != null) {
            event.put("project_id", project.value());
        }
        event.put("source", source);
        event.put("data", fields);
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of this " + type.wireName(), e);
        }
    }
}
