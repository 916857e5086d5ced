package dev.herald.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.herald.access.Grant;
import dev.herald.event.Canonical;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.loop.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server says beside events (PROTOCOL sections 2 and 3): UTF-8 JSON, one line. Any thread. */
public final class Messages {
    static final String PROTOCOL_VERSION = "1.0";

    private static final int SIZE_TYPICAL = 256;

    private final JsonFactory factory = new JsonFactory();
    private final Clock clock;

    public Messages(Clock clock) {
        this.clock = clock;
    }

    /** @param subscribed what a stream that begins with its subscription hears; null where the client asks later */
    byte[] connectionEstablished(UUID connection, long heartbeatMillis, Answer.@Nullable Granted subscribed) {
        return message("connection_established", json -> {
            json.writeStringField("connection_id", connection.toString());
            timestamp(json);
            json.writeStringField("message", "Connected to Herald");
            names(json, "available_event_types", TypeNames.AVAILABLE);
            json.writeBooleanField("supports_reconnection", true);
            seconds(json, heartbeatMillis);
            json.writeStringField("protocol_version", PROTOCOL_VERSION);
            if (subscribed != null) {
                names(json, "subscribed_event_types", subscribed.interest().typeNames());
                unknown(json, subscribed.unknown());
                denied(json, subscribed.denied());
            }
        });
    }

    /**
     * @param interest null where nothing is left
     * @param names that were asked for and have no effect
     * @param lastEventId from where the session goes on: of an empty log, its beginning; null when nothing is left
     */
    byte[] subscriptionConfirmed(
            @Nullable Interest interest, NoEffect names, @Nullable Position lastEventId, boolean recovered) {
        return message("subscription_confirmed", json -> {
            names(json, "event_types", interest == null ? List.of() : interest.typeNames());
            ProjectId project = interest == null ? null : interest.project();
            json.writeStringField("project_id", project == null ? null : project.value());
            names(json, "rooms", interest == null ? List.of() : interest.roomNames());
            json.writeStringField("last_event_id", lastEventId == null ? null : lastEventId.toString());
            json.writeBooleanField("recovered", recovered);
            unknown(json, names.unknown());
            denied(json, names.denied());
            timestamp(json);
        });
    }

    /** @param expiresEpochMillis {@link Grant#NEVER} for never, which is told as null */
    byte[] authenticated(String subject, long expiresEpochMillis) {
        return message("authenticated", json -> {
            json.writeStringField("user_id", subject);
            json.writeStringField("expires_at", expiresAt(expiresEpochMillis));
        });
    }

    /** Public for the dialect that carries it as an event. */
    public byte[] tokenExpiring(long expiresEpochMillis) {
        return message("token_expiring", json -> json.writeStringField("expires_at", expiresAt(expiresEpochMillis)));
    }

    /** RFC 3339; null for never. */
    public static @Nullable String expiresAt(long epochMillis) {
        return epochMillis == Grant.NEVER ? null : Canonical.rfc3339(epochMillis);
    }

    /** @param requested the id that the client gave, as it gave it */
    byte[] gap(String requested, Position oldest) {
        return message("gap", json -> {
            json.writeStringField("requested", requested);
            json.writeStringField("oldest_available", oldest.equals(Position.ORIGIN) ? null : oldest.toString());
        });
    }

    byte[] reconnectConfirmed(UUID connection, Position requested, boolean recovered, long replayed) {
        return message("reconnect_confirmed", json -> {
            json.writeStringField("last_event_id", requested.toString());
            json.writeBooleanField("recovered", recovered);
            json.writeNumberField("replayed", replayed);
            timestamp(json);
            json.writeStringField("connection_id", connection.toString());
        });
    }

    /** @param sentTo everything that the session may see up to here has been sent to it; null where that is not known */
    byte[] pong(UUID connection, @Nullable Position sentTo) {
        return signOfLife("pong", connection, sentTo);
    }

    /** @param sentTo as in {@link #pong} */
    byte[] heartbeat(UUID connection, @Nullable Position sentTo) {
        return signOfLife("heartbeat", connection, sentTo);
    }

    /** @param statistics a JSON object */
    byte[] statistics(byte[] statistics) {
        return message("stats_response", json -> {
            json.writeFieldName("stats");
            json.writeRawValue(new String(statistics, StandardCharsets.UTF_8));
            timestamp(json);
        });
    }

    public byte[] error(Refusal refusal) {
        return message("error", json -> {
            json.writeStringField("code", refusal.code().name());
            json.writeStringField("message", refusal.message());
            timestamp(json);
        });
    }

    private byte[] signOfLife(String type, UUID connection, @Nullable Position sentTo) {
        return message(type, json -> {
            timestamp(json);
            json.writeStringField("connection_id", connection.toString());
            json.writeStringField("last_event_id", sentTo == null ? null : sentTo.toString());
        });
    }

    private void timestamp(JsonGenerator json) throws IOException {
        json.writeStringField("timestamp", Canonical.rfc3339(clock.epochMillis()));
    }

    /** Whole seconds where they are whole, as clients expect. */
    private static void seconds(JsonGenerator json, long millis) throws IOException {
        if (millis % 1_000 == 0) {
            json.writeNumberField("heartbeat_interval", millis / 1_000);
        } else {
            json.writeNumberField("heartbeat_interval", millis / 1_000.0);
        }
    }

    private static void unknown(JsonGenerator json, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            names(json, "unknown_event_types", names);
        }
    }

    private static void denied(JsonGenerator json, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            names(json, "denied_event_types", names);
        }
    }

    private static void names(JsonGenerator json, String field, List<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private byte[] message(String type, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE_TYPICAL);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
