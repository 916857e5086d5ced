package dev.herald.event;

import java.util.Optional;

/** The name of a project; matches {@code [A-Za-z0-9._-]{1,128}}. */
public record ProjectId(String value) {
    public ProjectId {
        if (!Room.isId(value)) {
            throw new IllegalArgumentException("a project id matches [A-Za-z0-9._-]{1,128}");
        }
    }

    public static Optional<ProjectId> parse(String text) {
        return Room.isId(text) ? Optional.of(new ProjectId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
