package dev.herald.command;

import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.work.Project;
import org.jspecify.annotations.Nullable;

/** Changes a project: what is not named stays as it is, null clears; settings are merged by name. */
public final class ProjectUpdate implements Command<ProjectSight, Project> {
    private final ProjectId id;
    private final Members asked;
    private final Expectation expected;
    private final Author author;

    public ProjectUpdate(ProjectId id, Members asked, Expectation expected, Author author) {
        this.id = id;
        this.asked = asked;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public ProjectSight look(States states) {
        return ProjectSight.of(states, id);
    }

    @Override
    public Decision decide(ProjectSight sight) {
        Project before = sight.project();
        Denial denial = ProjectSight.denial(sight, id, expected, author);
        if (denial != null || before == null) {
            return new Decision.Denied(denial != null ? denial : TaskSight.noProject(id));
        }
        Checks checks = ProjectRules.ofChange(asked, id);
        Statement told = ProjectRules.changed(before, asked, author.user());
        return checks.orElse(
                told == null ? new Decision.Nothing(id.value()) : author.tell(id.value(), told, sight.asOf()));
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
