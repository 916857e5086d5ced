package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.WorkProjection;
import org.jspecify.annotations.Nullable;

/**
 * What a command on a project sees. Immutable.
 *
 * @param project null for one that is not known, or deleted
 * @param asOf up to where this is known, which is what a guard says
 */
record ProjectSight(@Nullable Project project, Position asOf) {
    static ProjectSight of(States states, ProjectId id) {
        Project known = states.state(WorkProjection.NAME).project(id);
        return new ProjectSight(known == null || known.isDeleted() ? null : known, states.position());
    }

    static @Nullable Project show(States states, ProjectId id) {
        Project known = states.state(WorkProjection.NAME).project(id);
        return known == null || known.isDeleted() ? null : known;
    }

    static @Nullable Denial denial(ProjectSight sight, ProjectId id, Expectation expected, Author author) {
        Denial forbidden = author.denial(KnownType.PROJECT_UPDATED, id);
        if (forbidden != null) {
            return forbidden;
        }
        Project project = sight.project();
        return project == null ? TaskSight.noProject(id) : expected.denial("project " + id, project, project.version());
    }
}
