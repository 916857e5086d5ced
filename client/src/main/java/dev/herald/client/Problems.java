package dev.herald.client;

import dev.herald.event.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/problem+json} (RFC 9457), and whatever stands in its place. Pure functions. */
final class Problems {
    private Problems() {}

    /** Status and detail, for people. */
    static String detail(HttpResponse<byte[]> response) {
        Map<String, Object> problem = members(response);
        Object detail = problem.getOrDefault("detail", problem.getOrDefault("title", ""));
        return (response.statusCode() + " " + detail).strip();
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
