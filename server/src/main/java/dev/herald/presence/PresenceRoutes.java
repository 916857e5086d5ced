package dev.herald.presence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.herald.access.Grant;
import dev.herald.event.Canonical;
import dev.herald.event.Room;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code GET /api/v1/presence?room=…}: who hears a room now, for who may hear it too. Runs on virtual threads. */
public final class PresenceRoutes {
    /** Members in one answer; {@code total} says how many there are. */
    static final int LISTED_MAX = 1_000;

    private final JsonFactory factory = new JsonFactory();
    private final Attendance attendance;

    public PresenceRoutes(Attendance attendance) {
        this.attendance = attendance;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/presence", this::presence));
    }

    private Response presence(Request request) {
        String name = request.parameter("room").orElse("");
        Room room = Room.parse(name)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(400, "Invalid room", "room is global, project:<id>, user:<id> or agent:<id>")));
        Grant grant = request.grant();
        if (!grant.mayHear(room)) {
            throw new ProblemException(
                    Problem.of(403, "Forbidden", "ROOM_ACCESS_DENIED: the token does not allow to hear " + room));
        }
        Map<String, List<Attendance.Attendee>> members = new TreeMap<>();
        for (Attendance.Attendee attendee : attendance.in(room)) {
            members.computeIfAbsent(attendee.grant().subject(), _ -> new ArrayList<>())
                    .add(attendee);
        }
        return Response.json(200, write(room, members)).with("Cache-Control", "no-store");
    }

    private byte[] write(Room room, Map<String, List<Attendance.Attendee>> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("room", room.toString());
            json.writeArrayFieldStart("members");
            int listed = 0;
            for (Map.Entry<String, List<Attendance.Attendee>> member : members.entrySet()) {
                if (listed++ < LISTED_MAX) {
                    write(json, member.getKey(), member.getValue());
                }
            }
            json.writeEndArray();
            json.writeNumberField("total", members.size());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, String subject, List<Attendance.Attendee> sessions)
            throws IOException {
        long since = Long.MAX_VALUE;
        TreeSet<String> agents = new TreeSet<>();
        TreeSet<String> transports = new TreeSet<>();
        for (Attendance.Attendee session : sessions) {
            since = Math.min(since, session.sinceEpochMillis());
            transports.add(session.transport());
            if (session.grant().agentId() != null) {
                agents.add(session.grant().agentId());
            }
        }
        json.writeStartObject();
        json.writeStringField("user_id", subject);
        json.writeStringField("agent_id", agents.isEmpty() ? null : agents.first());
        json.writeNumberField("connections", sessions.size());
        json.writeArrayFieldStart("transports");
        for (String transport : transports) {
            json.writeString(transport);
        }
        json.writeEndArray();
        json.writeStringField("since", Canonical.rfc3339(since));
        json.writeEndObject();
    }
}
