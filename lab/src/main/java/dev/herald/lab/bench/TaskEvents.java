package dev.herald.lab.bench;

import dev.herald.event.Codec;
import dev.herald.event.Decoded;
import dev.herald.event.Event;
import dev.herald.event.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lives of tasks as events: each is created and goes through five states, and each update carries the whole task, as
 * those of a command do.
 */
final class TaskEvents {
    static final String PROJECT = "bench";
    static final int STATES = 6;

    private static final String[] STATUSES = {"todo", "in_progress", "blocked", "in_progress", "in_review", "done"};
    private static final String[] PEOPLE = {"ann", "bob", "carol", "dave", "erin"};
    private static final String[] LABELS = {"[]", "[\"backend\"]", "[\"page\",\"small\"]", "[\"backend\",\"urgent\"]"};
    private static final String WORDS =
            "When somebody opens the door while it rains, the mat must be dry again within a"
                    + " minute, also where the roof is still open; see the drawing that is pinned to the board.";
    private static final int TASKS_A_PARENT = 20;
    private static final long BEGIN_MILLIS = 1_700_000_000_000L;
    private static final int MILLIS_A_STATE = 3_600_000;

    private TaskEvents() {}

    /** All tasks in their first state, then all in their second, and so on. */
    static List<Event> of(int tasks) {
        List<Event> events = new ArrayList<>(tasks * STATES);
        Position at = Position.ORIGIN;
        for (int state = 0; state < STATES; state++) {
            for (int task = 0; task < tasks; task++) {
                at = at.next(BEGIN_MILLIS + (long) state * MILLIS_A_STATE + task / 10);
                events.add(event(task, state, at));
            }
        }
        return events;
    }

    /** One task in one of its states. */
    static Event event(int task, int state, Position at) {
        int parent = task - task % TASKS_A_PARENT;
        String json = "{\"type\":\"task_update\",\"project_id\":\"" + PROJECT + "\",\"data\":{\"task_id\":\"T-"
                + (task + 1) + "\",\"title\":\"A door that closes by itself, number " + task
                + "\",\"description\":\"" + WORDS + "\",\"status\":\"" + STATUSES[state] + "\",\"assignee\":\""
                + PEOPLE[task % PEOPLE.length] + "\",\"estimate\":" + (1 + task % 8) + ",\"due_date\":\"2026-03-"
                + (10 + task % 20) + "\",\"labels\":" + LABELS[task % LABELS.length] + ",\"parent_id\":"
                + (parent == task ? "null" : "\"T-" + (parent + 1) + "\"") + ",\"depends_on\":"
                + (task % 10 == 9 ? "[\"T-" + task + "\"]" : "[]") + ",\"action\":\""
                + (state == 0 ? "created" : "updated") + "\",\"changes\":{\"status\":{\"from\":null,\"to\":\""
                + STATUSES[state] + "\"}}}}";
        if (Codec.decode(json.getBytes(StandardCharsets.UTF_8)) instanceof Decoded.Ok ok) {
            return ok.draft().at(at);
        }
        throw new IllegalStateException("no event: " + json);
    }
}
