package dev.herald.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.herald.event.JsonFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients say, field by field: unknown fields are skipped, a known one of the wrong form is refused, and so
 * are double keys, more than {@value #NESTING_MAX} levels and anything after the object. Any thread.
 *
 * <p>Loops read with it, so a message ends where it holds more than could be meant: more names in a list than a
 * subscription may have, or more than {@value #SKIPPED_MAX} values and names in fields that nobody knows.
 */
public final class CommandParser {
    static final int NESTING_MAX = 64;
    static final int SKIPPED_MAX = 10_000;
    private static final int REASON_MAX = 256;

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(NESTING_MAX).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final SessionSettings settings;

    CommandParser(SessionSettings settings) {
        this.settings = settings;
    }

    /** Reads one message. */
    Command parse(String json) {
        Fields fields = new Fields(settings);
        Refusal refusal = read(json, fields);
        return refusal != null ? refusal : command(fields);
    }

    /** Reads a wish that comes without a {@code type}, as the body of a request does. */
    Command parseWish(String json) {
        Fields fields = new Fields(settings);
        Refusal refusal = read(json, fields);
        return refusal != null ? refusal : new Command.Subscribe(fields.wish());
    }

    /** What came of reading a wish about a room. */
    public sealed interface RoomRead {
        record Read(RoomWish wish) implements RoomRead {}

        record Refused(Refusal refusal) implements RoomRead {}
    }

    /** Reads a wish about one room. */
    public RoomRead parseRoom(String json) {
        Fields fields = new Fields(settings);
        Refusal refusal = read(json, fields);
        return refusal != null ? new RoomRead.Refused(refusal) : new RoomRead.Read(fields.roomWish());
    }

    private static Command command(Fields fields) {
        String type = fields.type;
        if (type == null) {
            return new Refusal(ErrorCode.BAD_REQUEST, "a message has a \"type\"");
        }
        return switch (type) {
            case "subscribe" -> new Command.Subscribe(fields.wish());
            case "unsubscribe" -> new Command.Unsubscribe(fields.eventTypes);
            case "ping" -> new Command.Ping();
            case "reconnect" -> new Command.Reconnect(fields.lastEventId);
            case "get_stats" -> new Command.Statistics();
            case "authenticate" -> new Command.Authenticate(fields.token);
            default ->
                new Refusal(
                        ErrorCode.BAD_REQUEST,
                        "no such message: " + Quoted.quoted(type)
                                + "; known are subscribe, unsubscribe, ping, reconnect, get_stats, authenticate");
        };
    }

    private @Nullable Refusal read(String json, Fields fields) {
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Refusal(ErrorCode.BAD_REQUEST, "a message is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                Refusal refusal = fields.read(name, parser);
                if (refusal != null) {
                    return refusal;
                }
            }
            return parser.nextToken() == null
                    ? null
                    : new Refusal(ErrorCode.BAD_REQUEST, "one message is one JSON object");
        } catch (JsonProcessingException malformed) {
            return new Refusal(
                    ErrorCode.BAD_REQUEST, "not JSON: " + Quoted.start(JsonFault.words(malformed), REASON_MAX));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be read", impossible);
        }
    }

    /** What was read so far. */
    private static final class Fields {
        private final SessionSettings settings;
        private int skipped;
        private @Nullable String type;
        private @Nullable String projectId;
        private @Nullable String lastEventId;
        private @Nullable String token;
        private @Nullable String room;
        private List<String> eventTypes = List.of();
        private List<String> rooms = List.of();
        private boolean conflate;

        private Fields(SessionSettings settings) {
            this.settings = settings;
        }

        Wish wish() {
            return new Wish(eventTypes, projectId, rooms, lastEventId, conflate);
        }

        RoomWish roomWish() {
            return new RoomWish(room, eventTypes, lastEventId, token, conflate);
        }

        /** Takes the value that the parser stands on. */
        @Nullable
        Refusal read(String name, JsonParser parser) throws IOException {
            JsonToken token = parser.currentToken();
            boolean isText = token == JsonToken.VALUE_STRING;
            boolean isNull = token == JsonToken.VALUE_NULL;
            switch (name) {
                case "type" -> this.type = isText ? parser.getText() : null;
                case "project_id" -> this.projectId = isText ? parser.getText() : null;
                case "last_event_id" -> this.lastEventId = isText ? parser.getText() : null;
                case "token" -> this.token = isText ? parser.getText() : null;
                case "room" -> this.room = isText ? Quoted.whole(parser.getText()) : null;
                case "event_types" -> {
                    eventTypes = new ArrayList<>();
                    return readNames(parser, name, eventTypes, settings.eventTypesMax(), ErrorCode.BAD_REQUEST);
                }
                case "rooms" -> {
                    rooms = new ArrayList<>();
                    return readNames(parser, name, rooms, settings.roomsMax(), ErrorCode.INVALID_ROOM);
                }
                case "conflate" -> {
                    conflate = token == JsonToken.VALUE_TRUE;
                    return conflate || isNull || token == JsonToken.VALUE_FALSE ? null : wrong(name, "true or false");
                }
                default -> {
                    return skip(parser);
                }
            }
            if (name.equals("last_event_id") && !isText && !isNull) {
                return new Refusal(ErrorCode.INVALID_EVENT_ID, "last_event_id is a string such as 1763635200123-0");
            }
            return isText || isNull ? null : wrong(name, "a string");
        }

        private static Refusal wrong(String name, String form) {
            return new Refusal(ErrorCode.BAD_REQUEST, name + " is " + form);
        }

        /** Passes over the value that the parser stands on. */
        private @Nullable Refusal skip(JsonParser parser) throws IOException {
            int depth = 0;
            do {
                if (++skipped > SKIPPED_MAX) {
                    return new Refusal(
                            ErrorCode.BAD_REQUEST, "fields that are not known hold too much; leave them out");
                }
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && parser.nextToken() != null);
            return null;
        }

        /** The strings of the array that the parser stands on, or why there are none. */
        private static @Nullable Refusal readNames(
                JsonParser parser, String field, List<String> names, int max, ErrorCode code) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return wrong(field, "an array of strings");
            }
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                if (names.size() == max) {
                    return Refusal.tooMany(code, field, max);
                }
                names.add(Quoted.whole(parser.getText()));
            }
            return parser.currentToken() == JsonToken.END_ARRAY ? null : wrong(field, "an array of strings");
        }
    }
}
