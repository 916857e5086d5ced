package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deletes a project, and its tasks with it. */
public final class ProjectDeletion implements Command<ProjectSight, Deleted> {
    private final ProjectId id;
    private final Expectation expected;
    private final Author author;

    public ProjectDeletion(ProjectId id, Expectation expected, Author author) {
        this.id = id;
        this.expected = expected;
        this.author = author;
    }

    @Override
    public ProjectSight look(States states) {
        return ProjectSight.of(states, id);
    }

    @Override
    public Decision decide(ProjectSight sight) {
        Denial denial = ProjectSight.denial(sight, id, expected, author);
        if (denial != null) {
            return new Decision.Denied(denial);
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        String user = author.user();
        if (user != null) {
            data.put("deleted_by", user);
        }
        return author.tell(id.value(), new Statement(KnownType.PROJECT_DELETED, id, data), sight.asOf());
    }

    @Override
    public String about(Members data) {
        return id.value();
    }

    @Override
    public Deleted show(States states, String about) {
        return new Deleted(id.value());
    }

    @Override
    public Object subject() {
        return id;
    }
}
