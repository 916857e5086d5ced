package dev.herald.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The canonical JSON of an event: one layout, written once, when the journal gives the event its position.
 *
 * <pre>{"event_id":"…","type":"…","project_id":"…","source":"…","timestamp":…,"iso_timestamp":"…","data":{…}}</pre>
 *
 * <p>What was derived from another event has {@code "cause"}, that event's id, before its data.
 */
public final class Canonical {
    /** What the envelope adds to the data and the source, at most. */
    static final int OVERHEAD_BYTES_MAX = 700;

    private static final byte[] EVENT_ID = ascii("{\"event_id\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":\"");
    private static final byte[] TYPE_FIRST = ascii("{\"type\":\"");
    private static final byte[] PROJECT = ascii("\",\"project_id\":\"");
    private static final byte[] SOURCE_AFTER_PROJECT = ascii("\",\"source\":");
    private static final byte[] SOURCE_WITHOUT_PROJECT = ascii("\",\"project_id\":null,\"source\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] ISO_TIMESTAMP = ascii(",\"iso_timestamp\":\"");
    private static final byte[] CAUSE = ascii("\",\"cause\":\"");
    private static final byte[] DATA = ascii("\",\"data\":{");
    private static final byte[] DATA_PROJECT = ascii("\"project_id\":\"");
    private static final byte[] DATA_TIMESTAMP = ascii("\"timestamp\":\"");

    private Canonical() {}

    /** RFC 3339 in UTC with milliseconds. */
    public static String rfc3339(long epochMillis) {
        return Rfc3339.text(epochMillis);
    }

    static byte[] encode(Draft draft, Position position) {
        JsonBytes json = new JsonBytes(draft.bytesMax());
        json.raw(EVENT_ID);
        json.ascii(position.toString());
        json.raw(TYPE);
        afterType(json, draft, position.epochMillis());
        return json.toArray();
    }

    /**
     * The JSON of an event that is only sent, never kept: the same layout without {@code event_id}.
     *
     * @param epochMillis its moment, not negative
     */
    public static byte[] live(Draft draft, long epochMillis) {
        JsonBytes json = new JsonBytes(draft.bytesMax());
        json.raw(TYPE_FIRST);
        afterType(json, draft, epochMillis);
        return json.toArray();
    }

    private static void afterType(JsonBytes json, Draft draft, long epochMillis) {
        ProjectId project = draft.project();
        json.ascii(draft.type().wireName());
        if (project == null) {
            json.raw(SOURCE_WITHOUT_PROJECT);
        } else {
            json.raw(PROJECT);
            json.ascii(project.value());
            json.raw(SOURCE_AFTER_PROJECT);
        }
        json.string(draft.source());
        json.raw(TIMESTAMP);
        json.seconds(epochMillis);
        json.raw(ISO_TIMESTAMP);
        json.rfc3339(epochMillis);
        Position cause = draft.cause();
        if (cause != null) {
            json.raw(CAUSE);
            json.ascii(cause.toString());
        }
        json.raw(DATA);
        EncodedData data = draft.data();
        json.raw(data.members());
        boolean isEmpty = data.length() == 0;
        if (project != null && !data.hasProject()) {
            separate(json, isEmpty);
            isEmpty = false;
            json.raw(DATA_PROJECT);
            json.ascii(project.value());
            json.raw('"');
        }
        if (!data.hasTimestamp()) {
            separate(json, isEmpty);
            json.raw(DATA_TIMESTAMP);
            json.rfc3339(epochMillis);
            json.raw('"');
        }
        json.raw('}');
        json.raw('}');
    }

    private static void separate(JsonBytes json, boolean isEmpty) {
        if (!isEmpty) {
            json.raw(',');
        }
    }

    /** The same event under another type's name, as a subscriber that used an alias receives it. */
    public static byte[] withType(byte[] json, String wireName) {
        int from = typeFrom(json);
        int to = typeTo(json, from);
        byte[] name = ascii(wireName);
        byte[] renamed = new byte[json.length - (to - from) + name.length];
        System.arraycopy(json, 0, renamed, 0, from);
        System.arraycopy(name, 0, renamed, from, name.length);
        System.arraycopy(json, to, renamed, from + name.length, json.length - to);
        return renamed;
    }

    /** The type's wire name in canonical JSON. */
    public static String typeOf(byte[] json) {
        int from = typeFrom(json);
        return new String(json, from, typeTo(json, from) - from, StandardCharsets.US_ASCII);
    }

    /**
     * Where the type's wire name begins in canonical JSON, a live message's included.
     *
     * @throws IllegalArgumentException for other bytes, which is a broken invariant: only canonical JSON is kept
     */
    public static int typeFrom(byte[] json) {
        if (startsWith(json, 0, TYPE_FIRST)) {
            return TYPE_FIRST.length;
        }
        if (startsWith(json, 0, EVENT_ID)) {
            int quote = quoteAfter(json, EVENT_ID.length);
            if (startsWith(json, quote, TYPE)) {
                return quote + TYPE.length;
            }
        }
        throw new IllegalArgumentException("not an event's canonical JSON");
    }

    private static int typeTo(byte[] json, int from) {
        return quoteAfter(json, from);
    }

    private static int quoteAfter(byte[] json, int from) {
        int at = from;
        while (at < json.length && json[at] != '"') {
            at++;
        }
        return at;
    }

    private static boolean startsWith(byte[] json, int at, byte[] text) {
        return json.length - at >= text.length && Arrays.equals(json, at, at + text.length, text, 0, text.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
