package dev.herald.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one door from JSON to events: reads what a publisher sent (protocol, sections 1 and 4), once, as a stream.
 *
 * <pre>{"type", "data"?, "project_id"?, "source"?, "rooms"?, "idempotency_key"?}</pre>
 *
 * <p>{@code event_id}, {@code timestamp} and {@code iso_timestamp} may stand there, as they do when an event is sent on
 * from elsewhere, and are ignored: the journal gives its own. Any other member is refused, since what is ignored would
 * be dropped silently. Null members of the envelope say the same as absent ones, {@code type} and {@code data} excepted.
 *
 * <p>Text keeps every character (half of a surrogate pair stays the escape that it is; in a member's name it
 * is refused), numbers keep their digits. Any thread.
 */
public final class Codec {
    /** The source of an event whose publisher names none. */
    public static final String DEFAULT_SOURCE = "api";

    private static final int BOM_LENGTH = 3;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Buffers are shared between all threads: a virtual thread would begin with new ones each time.
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING_MAX)
                    .maxNumberLength(Limits.NUMBER_LENGTH_MAX)
                    .maxNameLength(Limits.NAME_LENGTH_MAX)
                    .maxStringLength(Limits.EVENT_BYTES_MAX)
                    .build())
            .build();

    private Codec() {}

    /** What an event that is kept has changed; null for what has no versions, and for JSON that is broken. */
    public static @Nullable Versioned versioned(Event event) {
        try (JsonParser json = FACTORY.createParser(event.json())) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("data")) {
                    DataReader data = new DataReader(json, event.json().length);
                    data.onObject();
                    return Versioned.of(event.type(), event.project(), data.facts());
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException broken) {
            // A file from before there were checksums may hold such, which says nothing any more.
            return null;
        }
    }

    /** Reads one event from a whole array; see {@link #decode(byte[], int, int)}. */
    public static Decoded decode(byte[] json) {
        return decode(json, 0, json.length);
    }

    /**
     * Reads one event.
     *
     * @param json UTF-8; a byte order mark and white space around the object are fine. Not kept
     * @param from its first byte
     * @param to after its last byte
     */
    public static Decoded decode(byte[] json, int from, int to) {
        if (to - from > Limits.EVENT_BYTES_MAX) {
            return new Decoded.TooLarge(to - from);
        }
        int start = hasByteOrderMark(json, from, to) ? from + BOM_LENGTH : from;
        int invalid = Utf8.firstInvalid(json, start, to);
        if (invalid >= 0) {
            return new Decoded.Malformed("not UTF-8 at byte " + (invalid - from));
        }
        int nul = firstNul(json, start, to);
        if (nul >= 0) {
            return new Decoded.Malformed("a NUL byte at byte " + (nul - from));
        }
        try (JsonParser parser = FACTORY.createParser(json, start, to - start)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Decoded.Malformed("empty: expected one JSON object");
            }
            if (first != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return afterEnd(parser, Envelope.notAnObject());
            }
            return afterEnd(parser, new Envelope(parser, to - start).onObject());
        } catch (JsonProcessingException e) {
            return new Decoded.Malformed(detail(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading an array did IO", e);
        }
    }

    /**
     * The parser takes zeros among the first bytes for UTF-16 or UTF-32; in JSON of UTF-8 there are none.
     *
     * @return where the first is, or -1
     */
    private static int firstNul(byte[] json, int from, int to) {
        for (int i = from; i < Math.min(to, from + Integer.BYTES); i++) {
            if (json[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String detail(JsonProcessingException e) {
        String where =
                e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
        return "no JSON that is read here: " + JsonFault.words(e) + where;
    }

    private static Decoded afterEnd(JsonParser parser, Decoded decoded) throws IOException {
        return parser.nextToken() == null
                ? decoded
                : new Decoded.Malformed("something follows the event: one JSON object was expected");
    }

    private static boolean hasByteOrderMark(byte[] json, int from, int to) {
        return to - from >= BOM_LENGTH
                && json[from] == (byte) 0xEF
                && json[from + 1] == (byte) 0xBB
                && json[from + 2] == (byte) 0xBF;
    }
}
