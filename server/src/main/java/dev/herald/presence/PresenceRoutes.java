package dev.herald.presence;

import dev.herald.access.Grant;
import dev.herald.event.Canonical;
import dev.herald.event.Room;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/presence?room=…}: who hears a room now, for who may hear it too. Runs on virtual threads. */
public final class PresenceRoutes {
    /** Members in one answer; {@code total} says how many there are. */
    static final int LISTED_MAX = 1_000;

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
        List<Member> listed = members.entrySet().stream()
                .limit(LISTED_MAX)
                .map(member -> member(member.getKey(), member.getValue()))
                .toList();
        return Response.json(200, new Present(room.toString(), listed, members.size()))
                .with("Cache-Control", "no-store");
    }

    private record Present(String room, List<Member> members, int total) {}

    /** Somebody with all that it has open. */
    private record Member(
            String userId, @Nullable String agentId, int connections, Set<String> transports, String since) {}

    private static Member member(String subject, List<Attendance.Attendee> sessions) {
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
        return new Member(
                subject,
                agents.isEmpty() ? null : agents.first(),
                sessions.size(),
                transports,
                Canonical.rfc3339(since));
    }
}
