package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import org.junit.jupiter.api.Test;

/** What a task takes of the heap while it is held: all of its texts, its place, its past. */
class TaskMemoryTest {
    private static final int TASKS = 20_000;
    private static final int BYTES_MAX = 1_024;
    private static final String WORDS = "When somebody opens the door while it rains, the mat must be dry again within"
            + " a minute, also where the roof is still open; see the drawing that is pinned to the board.";
    private static final String[] STATUSES = {"todo", "in_progress", "blocked", "in_progress", "in_review", "done"};

    @Test
    void aTaskWithFiveChangesTakesAtMostAKilobyte() {
        WorkProjection projection = new WorkProjection();
        WorkState held = projection.begin();
        long before = usedBytes();
        for (int state = 0; state < STATUSES.length; state++) {
            for (int task = 0; task < TASKS; task++) {
                long atMillis = 1_700_000_000_000L + state * 3_600_000L + task;
                Folding.once(projection, held, json(task, STATUSES[state]), Position.of(atMillis, 0));
            }
        }
        long bytes = (usedBytes() - before) / TASKS;
        assertThat(held.taskCount(new ProjectId("p"))).isEqualTo(TASKS);
        assertThat(bytes).as("bytes a task").isPositive().isLessThan(BYTES_MAX);
    }

    private static String json(int task, String status) {
        return "{\"type\":\"task_update\",\"project_id\":\"p\",\"data\":{\"task_id\":\"T-" + task
                + "\",\"title\":\"A door that closes by itself, number " + task + "\",\"description\":\"" + task + " "
                + WORDS + "\",\"status\":\"" + status + "\",\"assignee\":\"ann" + task % 9 + "\",\"estimate\":"
                + (1 + task % 8) + ",\"due_date\":\"2026-03-" + (10 + task % 20) + "\",\"labels\":[\"l" + task % 5
                + "\",\"urgent\"],\"parent_id\":" + (task % 20 == 0 ? "null" : "\"T-" + (task - task % 20) + "\"")
                + ",\"depends_on\":[" + (task % 10 == 9 ? "\"T-" + (task - 1) + "\"" : "") + "]}}";
    }

    /** Collects until what is left no longer shrinks. */
    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            System.gc();
            long used = runtime.totalMemory() - runtime.freeMemory();
            if (used >= least) {
                return least;
            }
            least = used;
        }
        return least;
    }
}
