package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Folds {@code project.*}, and makes a project of the first event that names it. */
final class ProjectFold {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private ProjectFold() {}

    static Project begun(ProjectId id, Position at) {
        return new Project(
                id, null, null, "active", null, null, UTC, ProjectSettings.NONE, at, Position.ORIGIN, at, 1, false);
    }

    static Project updated(Project before, Happening event) {
        Members data = event.data();
        String status = data.has("status") ? data.text("status") : before.status();
        return new Project(
                before.id(),
                data.has("project_name") ? data.text("project_name") : before.name(),
                data.has("repository_url") ? data.text("repository_url") : before.repositoryUrl(),
                status == null ? "active" : status,
                data.has("description") ? data.text("description") : before.description(),
                data.has("due_date") ? data.text("due_date") : before.dueDate(),
                data.has("time_zone") ? zone(data.text("time_zone")) : before.zone(),
                data.has("settings") ? merged(before.settings(), data) : before.settings(),
                before.created(),
                event.position(),
                event.position(),
                before.version() + 1,
                false);
    }

    static Project deleted(Project before, Happening event) {
        return new Project(
                before.id(),
                before.name(),
                before.repositoryUrl(),
                before.status(),
                before.description(),
                before.dueDate(),
                before.zone(),
                before.settings(),
                before.created(),
                event.position(),
                event.position(),
                before.version() + 1,
                true);
    }

    static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            // The door checks names with the zones that Java knows; another machine's Java may know others.
            return UTC;
        }
    }

    /** By the names of the first level: null takes one away. */
    private static ProjectSettings merged(ProjectSettings before, Members data) {
        if (data.isNull("settings")) {
            return ProjectSettings.NONE;
        }
        Map<String, @Nullable Object> all = new HashMap<>(before.members().all());
        data.object("settings").all().forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return new ProjectSettings(Members.of(all));
    }
}
