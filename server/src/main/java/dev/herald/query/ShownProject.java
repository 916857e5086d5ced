package dev.herald.query;

import dev.herald.event.Rfc3339;
import dev.herald.projection.work.Project;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A project as it is shown: the members of an answer, in their order. */
public record ShownProject(
        String projectId,
        @Nullable String projectName,
        @Nullable String repositoryUrl,
        String status,
        @Nullable String description,
        @Nullable String dueDate,
        String timeZone,
        Map<String, @Nullable Object> settings,
        String createdAt,
        String updatedAt,
        long version) {
    public static ShownProject of(Project project) {
        return new ShownProject(
                project.id().value(),
                project.name(),
                project.repositoryUrl(),
                project.status(),
                project.description(),
                project.dueDate(),
                project.zone().getId(),
                project.settings().members().all(),
                Rfc3339.text(project.created().epochMillis()),
                Rfc3339.text(project.updated().epochMillis()),
                project.version());
    }
}
