package dev.herald.event.payload;

import dev.herald.event.CustomType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event of the reporter's own type.
 *
 * @param fields texts, numbers, booleans, lists and maps of them
 */
public record CustomPayload(CustomType type, Map<String, Object> fields) implements Payload {
    public CustomPayload {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
