package dev.herald.source.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** An event as a reader sees it. */
record Told(String type, String source, JsonNode data) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Told of(Draft draft) {
        try {
            JsonNode event = MAPPER.readTree(draft.at(Position.of(1, 0)).json());
            return new Told(event.path("type").asText(), event.path("source").asText(), event.path("data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCommit() {
        return type.equals("commit");
    }

    boolean isOperation() {
        return type.equals("custom.git.operation");
    }

    boolean isFile() {
        return type.equals("file_change");
    }

    String text(String field) {
        return data.path(field).asText();
    }

    int number(String field) {
        return data.path(field).asInt(-1);
    }

    List<String> list(String field) {
        List<String> all = new ArrayList<>();
        data.path(field).forEach(each -> all.add(each.asText()));
        return all;
    }

    /** {@code created a} and the like. */
    String change() {
        return text("change_type") + " " + text("file_path");
    }
}
