package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.work.Project;
import org.jspecify.annotations.Nullable;

/** Makes a project, or one that was deleted anew. */
public final class ProjectCreation implements Command<ProjectSight, Project> {
    private final ProjectId id;
    private final Members asked;
    private final Author author;

    public ProjectCreation(ProjectId id, Members asked, Author author) {
        this.id = id;
        this.asked = asked;
        this.author = author;
    }

    @Override
    public ProjectSight look(States states) {
        return ProjectSight.of(states, id);
    }

    @Override
    public Decision decide(ProjectSight sight) {
        Denial denial = author.denial(KnownType.PROJECT_UPDATED, id);
        if (denial != null) {
            return new Decision.Denied(denial);
        }
        if (sight.project() != null) {
            return new Decision.Denied(new Denial.Conflict("there is a project " + id + " already: PUT changes it"));
        }
        Statement told = ProjectRules.made(id, asked, author.user());
        return ProjectRules.ofNew(asked).orElse(author.tell(id.value(), told, sight.asOf()));
    }

    @Override
    public String about(Members data) {
        return id.value();
    }

    @Override
    public @Nullable Project show(States states, String about) {
        return ProjectSight.show(states, id);
    }

    @Override
    public Object subject() {
        return id;
    }
}
