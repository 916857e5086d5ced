package dev.herald.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named fields of one event's {@code data}, remembered while the data are read. One thread. */
final class Facts {
    private final List<Value> values = new ArrayList<>(8);

    void add(Value value) {
        values.add(value);
    }

    /** The text of a field; null where it is absent or no text. */
    @Nullable
    String text(String name) {
        Value value = find(name);
        return value != null && value.kind() == Value.Kind.TEXT ? value.text() : null;
    }

    /** The text or the digits of a field; null where it is absent or neither. */
    @Nullable
    String reference(String name) {
        Value value = find(name);
        return value != null && !value.text().isEmpty() ? value.text() : null;
    }

    private @Nullable Value find(String name) {
        for (Value value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return null;
    }

    void check(EventType type, Faults faults) {
        Map<String, Rule> rules = FieldTable.rules(type);
        for (Value value : values) {
            Rule rule = rules.get(value.name());
            if (rule != null && !rule.allows(value)) {
                faults.add("/data/" + value.name(), "must be " + rule.allowed());
            }
        }
    }
}
