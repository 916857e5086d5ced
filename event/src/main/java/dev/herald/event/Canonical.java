package dev.herald.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The canonical JSON of an event: one layout, written once, when the journal gives the event its position.
 *
 * <pre>{"event_id":"…","type":"…","project_id":"…","source":"…","timestamp":…,"iso_timestamp":"…","data":{…}}</pre>
 */
public final class Canonical {
    /** What the envelope adds to the data and the source, at most. */
    static final int OVERHEAD_BYTES_MAX = 700;

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Canonical() {}

    /** RFC 3339 in UTC with milliseconds. */
    public static String rfc3339(long epochMillis) {
        return RFC_3339.format(Instant.ofEpochMilli(epochMillis));
    }

    static byte[] encode(Draft draft, Position position) {
        throw new UnsupportedOperationException("written with the codec");
    }

    /** The same event under another type's name, as a subscriber that used an alias receives it. */
    public static byte[] withType(byte[] json, String wireName) {
        throw new UnsupportedOperationException(new String(json, StandardCharsets.UTF_8) + wireName);
    }
}
