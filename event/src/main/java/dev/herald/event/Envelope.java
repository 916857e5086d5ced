package dev.herald.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the members of one published event and judges the whole when all of them are known. One thread, once. */
final class Envelope {
    private static final int SHOWN_LENGTH_MAX = 80;
    private static final EncodedData NO_DATA = new EncodedData(new byte[0], false, false);

    private final JsonParser json;
    private final int length;
    private final Faults faults = new Faults();
    private final List<Room> rooms = new ArrayList<>(0);
    private Facts facts = new Facts();
    private EncodedData data = NO_DATA;
    private boolean hasType;
    private @Nullable EventType type;
    private @Nullable ProjectId project;
    private @Nullable String source;
    private @Nullable String idempotencyKey;

    Envelope(JsonParser json, int length) {
        this.json = json;
        this.length = length;
    }

    static Decoded notAnObject() {
        return new Decoded.Invalid(List.of(new Fault("", "must be an object with a type")));
    }

    /** Reads the object whose start is the current token. */
    Decoded onObject() throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            switch (name) {
                case "type" -> onType(token);
                case "data" -> onData(token);
                case "project_id" -> onProject(token);
                case "source" -> onSource(token);
                case "rooms" -> onRooms(token);
                case "idempotency_key" -> onIdempotencyKey(token);
                case "event_id", "timestamp", "iso_timestamp" -> json.skipChildren();
                default -> {
                    json.skipChildren();
                    faults.add(
                            Fault.segment(shown(name)),
                            "is not a member of an event: type, data, project_id, source, rooms, idempotency_key are;"
                                    + " fields of your own belong into data");
                }
            }
        }
        return judge();
    }

    private Decoded judge() {
        EventType of = type;
        if (of == null) {
            if (!hasType) {
                faults.add("/type", "is required");
            }
            return new Decoded.Invalid(faults.list());
        }
        facts.check(of, faults);
        checkAgentsRooms(of);
        ProjectId whose = agreedProject();
        if (!faults.isEmpty()) {
            return new Decoded.Invalid(faults.list());
        }
        return new Decoded.Ok(new Draft(
                of,
                whose,
                RoomTable.rooms(of, whose, facts, rooms),
                source == null ? Codec.DEFAULT_SOURCE : source,
                RoomTable.subject(of, whose, facts),
                null,
                idempotencyKey,
                data,
                Versioned.of(of, whose, facts),
                null));
    }

    /** What is told in an agent's room says of which agent it is: else it could pass for anybody's. */
    private void checkAgentsRooms(EventType of) {
        boolean isNameless = of instanceof KnownType known
                && known.family() == KnownType.Family.AGENTS
                && facts.text("agent_id") == null;
        if (isNameless && rooms.stream().anyMatch(room -> room.kind() == Room.Kind.AGENT)) {
            faults.add("/data/agent_id", "is required where an agent's room is named");
        }
    }

    private @Nullable ProjectId agreedProject() {
        String inData = facts.text("project_id");
        if (inData == null || !Room.isId(inData)) {
            return project;
        }
        if (project != null && !project.value().equals(inData)) {
            faults.add("/data/project_id", "contradicts the event's project_id, " + project);
        }
        return project != null ? project : new ProjectId(inData);
    }

    private void onType(JsonToken token) throws IOException {
        hasType = true;
        if (token != JsonToken.VALUE_STRING) {
            json.skipChildren();
            faults.add("/type", "must be a string");
            return;
        }
        String name = json.getText();
        Optional<EventType> known = EventType.parse(name);
        if (known.isPresent()) {
            type = known.get();
        } else {
            faults.add(
                    "/type",
                    "unknown event type \"" + shown(name) + "\"; known are "
                            + String.join(", ", KnownType.wireNames())
                            + " and custom.<name>");
        }
    }

    private void onData(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            faults.add("/data", "must be an object");
            return;
        }
        DataReader reader = new DataReader(json, length);
        reader.onObject();
        facts = reader.facts();
        data = reader.encoded();
    }

    private void onProject(JsonToken token) throws IOException {
        String text = text(token, "/project_id");
        if (text == null) {
            return;
        }
        Optional<ProjectId> id = ProjectId.parse(text);
        if (id.isPresent()) {
            project = id.get();
        } else {
            faults.add("/project_id", "must be an id that matches [A-Za-z0-9._-]{1,128}");
        }
    }

    private void onSource(JsonToken token) throws IOException {
        String text = text(token, "/source");
        if (text != null && !Limits.isSource(text)) {
            faults.add(
                    "/source", "must be 1 to " + Limits.SOURCE_LENGTH_MAX + " characters without control characters");
        }
        source = text;
    }

    private void onIdempotencyKey(JsonToken token) throws IOException {
        String text = text(token, "/idempotency_key");
        if (text != null && !Limits.isIdempotencyKey(text)) {
            faults.add(
                    "/idempotency_key",
                    "must be 1 to " + Limits.IDEMPOTENCY_KEY_LENGTH_MAX + " characters without control characters");
        }
        idempotencyKey = text;
    }

    private void onRooms(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_ARRAY) {
            json.skipChildren();
            faults.add("/rooms", "must be an array of rooms");
            return;
        }
        int index = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            Optional<Room> room = next == JsonToken.VALUE_STRING ? Room.parse(json.getText()) : Optional.empty();
            json.skipChildren();
            if (room.isPresent()) {
                rooms.add(room.get());
            } else {
                faults.add("/rooms/" + index, "must be global, project:<id>, user:<id> or agent:<id>");
            }
            index++;
            if (index == Limits.ROOMS_MAX + 1) {
                faults.add("/rooms", "must be at most " + Limits.ROOMS_MAX + " rooms");
            }
        }
    }

    /** A member that is text; null where it is null or, with a fault, anything else. */
    private @Nullable String text(JsonToken token, String pointer) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        if (token != JsonToken.VALUE_NULL) {
            faults.add(pointer, "must be a string");
        }
        return null;
    }

    private static String shown(String text) {
        return text.length() > SHOWN_LENGTH_MAX ? text.substring(0, SHOWN_LENGTH_MAX) + "…" : text;
    }
}
