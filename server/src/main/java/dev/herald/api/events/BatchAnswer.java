package dev.herald.api.events;

import dev.herald.event.Fault;
import dev.herald.http.Json;
import dev.herald.http.Problem;
import dev.herald.http.Response;
import dev.herald.journal.Appended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher of many is told: 200 when all were kept, 207 when some were, 422 when none, 403 when none for the
 * publisher may none of them. Used by one handler, then done.
 */
final class BatchAnswer {
    /** So many faults are told; after them nothing more of the batch is read. */
    static final int ERRORS_MAX = 1_000;

    private final int size;
    private final BitSet accepted = new BitSet();
    private final List<Error> errors = new ArrayList<>();
    private int forbidden;
    private @Nullable Integer unreadFrom;

    BatchAnswer(int size) {
        this.size = size;
    }

    /** One fault of one event. */
    private record Error(int index, String pointer, String detail) {}

    /** Where some were kept. */
    private record Kept(
            int accepted,
            List<@Nullable String> eventIds,
            @Nullable String firstEventId,
            @Nullable String lastEventId,
            List<Error> errors,
            @Json.LeftOutIfNull @Nullable Integer unreadFrom) {}

    /** Where none was, beside what every problem says. */
    private record NoneKept(
            int accepted,
            List<String> eventIds,
            List<Error> errors,
            @Json.LeftOutIfNull @Nullable Integer unreadFrom) {}

    void accept(int index) {
        accepted.set(index);
    }

    /**
     * Events that were accepted are refused after all.
     *
     * @param places of them among those that were accepted, rising
     * @param details one for each
     */
    void takeBack(List<Integer> places, List<String> details) {
        int[] indexes = accepted.stream().toArray();
        places.forEach(place -> accepted.clear(indexes[place]));
        for (int i = 0; i < places.size(); i++) {
            int index = indexes[places.get(i)];
            if (isFull()) {
                errors.add(new Error(
                        index,
                        "/idempotency_key",
                        details.get(i) + " (and " + (places.size() - i - 1)
                                + " more after it whose keys are in use: those without an id)"));
                return;
            }
            refuse(index, new Fault("/idempotency_key", details.get(i)));
        }
    }

    void refuse(int index, Fault fault) {
        if (!isFull()) {
            errors.add(new Error(index, fault.pointer(), fault.detail()));
        }
    }

    /** The event is good, but not the publisher's to publish. */
    void forbid(int index, String detail) {
        forbidden++;
        refuse(index, new Fault("", detail));
    }

    /** Whether as many faults have been found as are told: then the rest is left. */
    boolean isFull() {
        return errors.size() >= ERRORS_MAX;
    }

    /** Nothing from here on was looked at, since so much before it was wrong. */
    void leave(int index) {
        unreadFrom = index;
        errors.add(new Error(
                index,
                "",
                "not read, nor was anything after it: " + ERRORS_MAX
                        + " faults were found before it. Mend those, and send the events from here on again."));
    }

    int forbidden() {
        return forbidden;
    }

    /** @param appended one for each accepted event, in order */
    Response with(List<Appended> appended) {
        if (appended.isEmpty() && size > 0) {
            boolean isForbidden = forbidden == size;
            String detail = "None of the " + size + " events was kept; errors names each fault.";
            Problem problem = Problem.of(isForbidden ? 403 : 422, isForbidden ? "Forbidden" : "Invalid events", detail);
            return problem.response(new NoneKept(0, List.of(), errors, unreadFrom));
        }
        return kept(appended);
    }

    private Response kept(List<Appended> appended) {
        @Nullable String[] ids = new String[size];
        int next = 0;
        for (int i = accepted.nextSetBit(0); i >= 0; i = accepted.nextSetBit(i + 1)) {
            ids[i] = appended.get(next++).position().toString();
        }
        return Response.json(
                errors.isEmpty() ? 200 : 207,
                new Kept(
                        appended.size(),
                        Arrays.asList(ids),
                        appended.isEmpty()
                                ? null
                                : appended.getFirst().position().toString(),
                        appended.isEmpty()
                                ? null
                                : appended.getLast().position().toString(),
                        errors,
                        unreadFrom));
    }
}
