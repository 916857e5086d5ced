package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All projects and their tasks, as the fold knows them. One thread; what it answers is immutable. */
public interface WorkState {
    /** All that are not deleted. */
    Collection<Project> projects();

    /** Deleted ones too. */
    @Nullable
    Project project(ProjectId id);

    /** Deleted ones too. */
    @Nullable
    Task task(ProjectId project, String id);

    /**
     * The last event of the task's id, for a guard, whatever became of the task; {@link Position#ORIGIN} where there was
     * none.
     */
    Position changed(ProjectId project, String id);

    /** Whether the task has no children that are not deleted. */
    boolean isLeaf(ProjectId project, String id);

    /** How many tasks a project has, without deleted ones. */
    int taskCount(ProjectId project);

    /** The project and its tasks as they are now: the same value until one of them changes. Null for an unknown one. */
    @Nullable
    ProjectWork view(ProjectId project);

    /** The tasks that the event folded last has changed, or whose being a leaf it has changed. */
    List<Task> touched();
}
