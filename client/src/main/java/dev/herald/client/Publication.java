package dev.herald.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.herald.event.Draft;
import dev.herald.event.Limits;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the server. It always has an idempotency key, so that sending it again adds nothing.
 *
 * @param json the published object (protocol, section 4) on one line, its {@code idempotency_key} included. Nobody
 *     writes to it
 * @param idempotencyKey the key that is in it
 */
public record Publication(byte[] json, String idempotencyKey) {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** A draft has no position; what depends on it is left out again. */
    private static final Position ANYWHERE = Position.of(1, 0);

    private static final Set<String> PUBLISHED = Set.of("type", "project_id", "source", "data");

    /** What happened, as a value; a new random key. */
    public static Publication of(Payload payload, String source, @Nullable ProjectId project) {
        return ofJson(payload.json(source, project));
    }

    /** The same under a key that the caller chose, such as one that is found again after a crash. */
    public static Publication of(Payload payload, String source, @Nullable ProjectId project, String key) {
        return withKey(payload.json(source, project), key);
    }

    /**
     * A draft, under its own key or else under this one.
     *
     * @param keyOtherwise for a draft without a key
     */
    public static Publication of(Draft draft, String keyOtherwise) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser parser = FACTORY.createParser(draft.at(ANYWHERE).json());
                JsonGenerator generator = FACTORY.createGenerator(out)) {
            parser.nextToken();
            generator.writeStartObject();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (PUBLISHED.contains(name)) {
                    generator.writeFieldName(name);
                    copy(parser, generator);
                } else {
                    parser.skipChildren();
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("an event is JSON", e);
        }
        String own = draft.idempotencyKey();
        return withKey(out.toByteArray(), own == null ? keyOtherwise : own);
    }

    /** Numbers with their digits; not the moment, which is the server's to say. */
    private static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
        int depth = 0;
        do {
            boolean isMoment = depth == 1
                    && parser.currentToken() == JsonToken.FIELD_NAME
                    && parser.currentName().equals("timestamp");
            if (isMoment) {
                parser.nextToken();
                parser.skipChildren();
            } else {
                depth += parser.currentToken().isStructStart() ? 1 : 0;
                depth -= parser.currentToken().isStructEnd() ? 1 : 0;
                generator.copyCurrentEventExact(parser);
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    /**
     * A published object as JSON. The key is the one in it, else a new random one. Only the shape is looked at here; the
     * server checks the rest.
     *
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static Publication ofJson(byte[] json) {
        return ofJson(json, UUID.randomUUID().toString());
    }

    /**
     * The same, with a key that the caller chose where the object has none.
     *
     * @throws IllegalArgumentException when it is no JSON object, or the key is none
     */
    public static Publication ofJson(byte[] json, String keyOtherwise) {
        byte[] line = oneLine(json);
        Found found = Found.in(line);
        if (found.key != null) {
            return new Publication(line, found.key);
        }
        return found.nullAt < 0
                ? withKey(line, keyOtherwise)
                : new Publication(replaceNull(line, found.nullAt, checked(keyOtherwise)), keyOtherwise);
    }

    private static Publication withKey(byte[] object, String key) {
        checked(key);
        int brace = 0;
        while (object[brace] != '{') {
            brace++;
        }
        int next = brace + 1;
        while (object[next] == ' ' || object[next] == '\t' || object[next] == '\r') {
            next++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + key.length() + 32);
        out.writeBytes("{\"idempotency_key\":".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(quoted(key));
        if (object[next] != '}') {
            out.write(',');
        }
        out.write(object, next, object.length - next);
        return new Publication(out.toByteArray(), key);
    }

    private static String checked(String key) {
        if (!Limits.isIdempotencyKey(key)) {
            throw new IllegalArgumentException("an idempotency key has 1 to " + Limits.IDEMPOTENCY_KEY_LENGTH_MAX
                    + " characters and no control character");
        }
        return key;
    }

    /** Line ends and a byte order mark can only stand between tokens, so that blanks may take their place. */
    private static byte[] oneLine(byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        boolean hasMark =
                line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
        Arrays.fill(line, 0, hasMark ? 3 : 0, (byte) ' ');
        return line;
    }

    private static byte[] replaceNull(byte[] object, int at, String key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + key.length());
        out.write(object, 0, at);
        out.writeBytes(quoted(key));
        out.write(object, at + "null".length(), object.length - at - "null".length());
        return out.toByteArray();
    }

    private static byte[] quoted(String text) {
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** What an object says about its key: the key, or where a null stands in its place, or neither. */
    private record Found(@Nullable String key, int nullAt) {
        static Found in(byte[] json) {
            Found found = new Found(null, -1);
            try (JsonParser parser = FACTORY.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("an event is one JSON object");
                }
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    JsonToken token = parser.nextToken();
                    if (name.equals("idempotency_key")) {
                        found = at(parser, token);
                    }
                    parser.skipChildren();
                }
                if (parser.nextToken() != null) {
                    throw new IllegalArgumentException("an event is one JSON object, and something follows it");
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "an event is one JSON object, and this is none from character "
                                + e.getLocation().getColumnNr() + " on",
                        e);
            } catch (IOException e) {
                throw new IllegalArgumentException("an event is one JSON object, and this cannot be read", e);
            }
            return found;
        }

        private static Found at(JsonParser parser, JsonToken token) throws IOException {
            return switch (token) {
                case VALUE_STRING -> new Found(parser.getText(), -1);
                case VALUE_NULL ->
                    new Found(null, (int) parser.currentTokenLocation().getByteOffset());
                default -> throw new IllegalArgumentException("an idempotency_key is a string");
            };
        }
    }
}
