package dev.herald.command;

import dev.herald.access.Grant;
import dev.herald.event.ProjectId;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.WorkProjection;
import dev.herald.projection.work.WorkState;
import java.util.ArrayList;
import java.util.List;

/** Which projects have a task of an id. */
public final class TaskPlaces {
    private TaskPlaces() {}

    /** Those that the caller may read, at most a few. Blocks. */
    public static List<ProjectId> of(Dispatcher dispatcher, String id, Grant grant) {
        return dispatcher.see(states -> {
            WorkState work = states.state(WorkProjection.NAME);
            List<ProjectId> found = new ArrayList<>();
            for (Project project : work.projects()) {
                Task task = grant.mayRead(project.id()) ? work.task(project.id(), id) : null;
                if (task != null && !task.isDeleted()) {
                    found.add(project.id());
                }
            }
            return List.copyOf(found);
        });
    }
}
