package dev.herald.projection.flow;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectSettings;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskHistory;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tasks with their histories, as a test writes them down. */
public final class Tasks {
    private final ZoneId zone;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private @Nullable String dueDate;

    public Tasks(String zone) {
        this.zone = ZoneId.of(zone);
    }

    public Tasks due(String day) {
        dueDate = day;
        return this;
    }

    /**
     * A task and each status that it had.
     *
     * @param steps such as {@code 2026-03-02T10:00 todo}, local times, oldest first; {@code gone} is deleted; a
     *     number behind it is the estimate from then on
     */
    public Tasks task(String id, @Nullable String parent, @Nullable Double estimate, String... steps) {
        TaskHistory history = null;
        Position at = Position.ORIGIN;
        Status status = Status.TODO;
        Double size = estimate;
        for (String step : steps) {
            String[] parts = step.split(" ");
            at = Position.of(millis(parts[0]), 0);
            Status next = parts[1].equals("gone") ? null : Status.of(parts[1]).orElseThrow();
            size = parts.length > 2 ? (Double) Double.parseDouble(parts[2]) : size;
            TaskHistory.Step now = new TaskHistory.Step(at, next, parent, size);
            history = history == null ? TaskHistory.beginning(now) : history.then(now);
            status = next == null ? status : next;
        }
        if (history == null) {
            throw new IllegalArgumentException("a task has at least one step");
        }
        tasks.put(
                id, new Task(id, id, null, status, null, size, null, List.of(), parent, List.of(), at, at, 1, history));
        return this;
    }

    public long millis(String local) {
        return ZonedDateTime.of(java.time.LocalDateTime.parse(local), zone)
                .toInstant()
                .toEpochMilli();
    }

    public List<Task> deleted() {
        return tasks.values().stream().filter(Task::isDeleted).toList();
    }

    public ProjectWork work() {
        Project project = new Project(
                new ProjectId("p"),
                null,
                null,
                "active",
                null,
                dueDate,
                zone,
                ProjectSettings.NONE,
                Position.ORIGIN,
                Position.ORIGIN,
                Position.ORIGIN,
                1,
                false);
        return ProjectWork.of(project, tasks.values());
    }
}
