package dev.herald.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the server's JSON and values. Pure functions. */
final class Wire {
    private static final JsonMapper MAPPER = EventData.MAPPER;
    private static final TypeReference<Map<String, Object>> MEMBERS = EventData.MEMBERS;

    private Wire() {}

    /**
     * Reads a message of a subscription.
     *
     * @throws IOException when it is none: the connection cannot be trusted any more
     */
    static Message message(String json) throws IOException {
        Head head = Head.of(json);
        String type = head.type;
        if (type == null) {
            throw new IOException("a message without a type");
        }
        if (head.isEvent()) {
            return new Message.Event(head.event(json));
        }
        return switch (type) {
            case "subscription_confirmed" -> new Message.Confirmed(position(head.lastEventId));
            case "gap" -> new Message.Gap(orOrigin(head.requested), orOrigin(head.oldestAvailable));
            case "error" -> new Message.Refused(text(head.code), text(head.message));
            default -> new Message.Sign(type, position(head.lastEventId));
        };
    }

    /**
     * Reads an event's canonical JSON.
     *
     * @throws IOException when it is none
     */
    static ReceivedEvent event(String json) throws IOException {
        Head head = Head.of(json);
        if (!head.isEvent()) {
            throw new IOException("no event: " + (json.length() > 100 ? json.substring(0, 100) + "…" : json));
        }
        return head.event(json);
    }

    /** Any object of the server's, such as a problem or a batch's answer. */
    static Map<String, Object> members(byte[] json) throws IOException {
        return MAPPER.readValue(json, MEMBERS);
    }

    static String json(Map<String, ?> members) {
        try {
            return MAPPER.writeValueAsString(members);
        } catch (JacksonException e) {
            throw new UncheckedIOException("texts and lists are JSON", e);
        }
    }

    static HistoryPage page(byte[] json) throws IOException {
        List<ReceivedEvent> events = new ArrayList<>();
        String nextAfter = null;
        try (JsonParser parser = MAPPER.createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("events") && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        int from = (int) parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        int to = (int) parser.currentLocation().getByteOffset();
                        events.add(event(new String(json, from, to - from, StandardCharsets.UTF_8)));
                    }
                } else if (name.equals("next_after") && token == JsonToken.VALUE_STRING) {
                    nextAfter = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new HistoryPage(events, nextAfter);
    }

    private static @Nullable Position position(@Nullable String text) {
        return text == null ? null : Position.parse(text).orElse(null);
    }

    private static Position orOrigin(@Nullable String text) {
        Position position = position(text);
        return position == null ? Position.ORIGIN : position;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The texts beside {@code data}. One parse, then read. */
    private static final class Head {
        private @Nullable String type;
        private @Nullable String eventId;
        private @Nullable String project;
        private @Nullable String source;
        private @Nullable String isoTimestamp;
        private @Nullable String lastEventId;
        private @Nullable String requested;
        private @Nullable String oldestAvailable;
        private @Nullable String code;
        private @Nullable String message;

        static Head of(String json) throws IOException {
            Head head = new Head();
            try (JsonParser parser = MAPPER.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IOException("a message that is no JSON object");
                }
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        head.onText(name, parser);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
            return head;
        }

        private void onText(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "type" -> type = parser.getText();
                case "event_id" -> eventId = parser.getText();
                case "project_id" -> project = parser.getText();
                case "source" -> source = parser.getText();
                case "iso_timestamp" -> isoTimestamp = parser.getText();
                case "last_event_id" -> lastEventId = parser.getText();
                case "requested" -> requested = parser.getText();
                case "oldest_available" -> oldestAvailable = parser.getText();
                case "code" -> code = parser.getText();
                case "message" -> message = parser.getText();
                default -> parser.finishToken();
            }
        }

        /** Only events have both forms of their moment. */
        boolean isEvent() {
            return type != null && isoTimestamp != null;
        }

        ReceivedEvent event(String json) {
            return new ReceivedEvent(
                    position(eventId),
                    text(type),
                    project == null ? null : ProjectId.parse(project).orElse(null),
                    text(source),
                    text(isoTimestamp),
                    json);
        }
    }
}
