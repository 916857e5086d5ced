package dev.herald.transport.socketio.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.herald.event.Canonical;
import dev.herald.event.Position;
import dev.herald.loop.Clock;
import dev.herald.session.Messages;
import dev.herald.session.NoEffect;
import dev.herald.session.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the server says over Socket.IO beside events (PROTOCOL section 5): JSON objects. Any thread. */
final class Replies {
    private static final String PROTOCOL_VERSION = "1.0";

    private final JsonFactory factory = new JsonFactory();
    private final Clock clock;

    Replies(Clock clock) {
        this.clock = clock;
    }

    /** The answer to CONNECT. @param key for recovery, or null for a client that has no use for it */
    String connected(String id, @Nullable String key) {
        return object(json -> {
            json.writeStringField("sid", id);
            if (key != null) {
                json.writeStringField("pid", key);
            }
        });
    }

    /** Why CONNECT is refused. */
    String connectError(String code, String message) {
        return object(json -> {
            json.writeStringField("message", message);
            json.writeObjectFieldStart("data");
            json.writeStringField("code", code);
            json.writeStringField("type", "connection.error");
            timestamp(json);
            json.writeObjectFieldStart("data");
            json.writeStringField("error_code", code);
            json.writeStringField("error_message", message);
            json.writeNullField("connection_id");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    String established(String id, String subject) {
        return object(json -> {
            json.writeStringField("type", "connection.established");
            timestamp(json);
            json.writeObjectFieldStart("data");
            json.writeStringField("connection_id", id);
            json.writeStringField("user_id", subject);
            json.writeStringField("protocol_version", PROTOCOL_VERSION);
            json.writeEndObject();
        });
    }

    String success(String room) {
        return object(json -> {
            json.writeStringField("status", "success");
            json.writeStringField("room", room);
        });
    }

    /**
     * The room is joined.
     *
     * @param noEffect types that were asked for in vain, which are named
     * @param isWhole whether all that was missed is still there
     */
    String joined(String room, NoEffect noEffect, boolean isWhole) {
        return object(json -> {
            json.writeStringField("status", "success");
            json.writeStringField("room", room);
            if (!isWhole) {
                json.writeBooleanField("recovered", false);
            }
            if (!noEffect.unknown().isEmpty()) {
                names(json, "unknown_event_types", noEffect.unknown());
            }
            if (!noEffect.denied().isEmpty()) {
                names(json, "denied_event_types", noEffect.denied());
            }
        });
    }

    String pong() {
        return object(json -> json.writeStringField("status", "pong"));
    }

    String rooms(Collection<String> names) {
        return object(json -> {
            json.writeStringField("status", "success");
            names(json, "rooms", names);
        });
    }

    /** @param lost rooms that the new token does not allow */
    String refreshed(long expiresEpochMillis, Collection<String> lost) {
        return object(json -> {
            json.writeStringField("status", "success");
            json.writeStringField("expires_at", Messages.expiresAt(expiresEpochMillis));
            if (!lost.isEmpty()) {
                names(json, "rooms_left", lost);
            }
        });
    }

    String error(Refusal refusal) {
        return object(json -> {
            json.writeStringField("status", "error");
            json.writeStringField("code", refusal.code().name());
            json.writeStringField("message", refusal.message());
        });
    }

    String gap(Position requested, Position oldest) {
        return object(json -> {
            json.writeStringField("type", "gap");
            json.writeStringField("requested", requested.toString());
            json.writeStringField("oldest_available", oldest.equals(Position.ORIGIN) ? null : oldest.toString());
        });
    }

    private void timestamp(JsonGenerator json) throws IOException {
        json.writeStringField("timestamp", Canonical.rfc3339(clock.epochMillis()));
    }

    private static void names(JsonGenerator json, String field, Collection<String> names) throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private String object(Members members) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
