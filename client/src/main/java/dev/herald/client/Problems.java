package dev.herald.client;

import dev.herald.event.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/problem+json} (RFC 9457), and whatever stands in its place. Pure functions. */
final class Problems {
    /** Not there, not like this, gone, not known: none of these is a Herald server's to its own paths. */
    private static final Set<Integer> FOREIGN = Set.of(404, 405, 406, 410, 501);
    /** About tokens, patience and limits, which may be a proxy's in front of it. */
    private static final Set<Integer> PROXYS = Set.of(401, 403, 407, 408, 413, 421, 425, 429, 431);

    private Problems() {}

    /** Status and detail, for people. */
    static String detail(HttpResponse<byte[]> response) {
        Map<String, Object> problem = members(response);
        Object detail = problem.getOrDefault("detail", problem.getOrDefault("title", ""));
        return (response.statusCode() + " " + detail).strip();
    }

    /**
     * Whether this is an answer of something that is no Herald server, or to a path that it is not at: asked for what
     * every Herald server has.
     */
    static boolean isForeign(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return isForeign(status)
                || status / 100 == 4
                        && !PROXYS.contains(status)
                        && members(response).isEmpty();
    }

    /** The same, where nothing but the status is known. */
    static boolean isForeign(int status) {
        return status / 100 == 3 || FOREIGN.contains(status);
    }

    /** Such an answer, for people. */
    static String foreign(HttpResponse<?> response) {
        return "what answers at " + Failures.address(response.uri()) + " is no Herald server: "
                + response.request().method() + " " + response.uri().getPath() + " was answered with "
                + response.statusCode();
    }

    static Outcome.Refused refusal(HttpResponse<byte[]> response) {
        return new Outcome.Refused(response.statusCode(), detail(response), faults(members(response), -1));
    }

    /**
     * The faults that an answer names.
     *
     * @param index only those of this event in a batch, or negative for all
     */
    static List<Fault> faults(Map<String, Object> answer, int index) {
        List<Fault> faults = new ArrayList<>();
        if (answer.get("errors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Map<?, ?> members
                        && (index < 0 || members.get("index") instanceof Integer at && at == index)) {
                    faults.add(new Fault(text(members.get("pointer")), text(members.get("detail"))));
                }
            }
        }
        return faults;
    }

    /** The answer's members; none where it is no JSON, as a proxy's page is not. */
    static Map<String, Object> members(HttpResponse<byte[]> response) {
        try {
            return Wire.members(response.body());
        } catch (IOException noJson) {
            return Map.of();
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
