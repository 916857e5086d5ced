package dev.herald.client;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as the server sent it (protocol, section 1).
 *
 * @param positionOrNull where it stands; null for the server's own live-only messages, which are never replayed
 * @param type its wire name; {@code auto_commit} where that alias was subscribed
 * @param project whose, or null
 * @param source who reported it
 * @param isoTimestamp its moment, RFC 3339 UTC
 * @param json the whole canonical object
 */
public record ReceivedEvent(
        @Nullable Position positionOrNull,
        String type,
        @Nullable ProjectId project,
        String source,
        String isoTimestamp,
        String json) {
    /** Where it stands; empty for a live-only message. */
    public Optional<Position> position() {
        return Optional.ofNullable(positionOrNull);
    }

    /** The members of {@code data}; numbers are {@code BigDecimal}, {@code BigInteger}, {@code Long} or {@code Integer}. Parsed anew at each call. */
    public Map<String, Object> data() {
        return EventData.of(json);
    }
}
