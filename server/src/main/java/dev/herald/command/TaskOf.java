package dev.herald.command;

import dev.herald.event.ProjectId;
import dev.herald.projection.work.Task;

/** A task and whose it is. */
public record TaskOf(ProjectId project, Task task) {}
