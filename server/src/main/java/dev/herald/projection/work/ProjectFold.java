package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code project.updated} and {@code project.deleted}. What an update does not name stays as it was, null clears.
 * Deleting a project deletes its tasks; only an update of the project itself brings it back, anew and without them.
 */
final class ProjectFold {
    /** Names in a project's settings, inside each other too; an event that would make them more leaves them as they are. */
    static final int SETTINGS_MAX = 10_000;

    private ProjectFold() {}

    static void update(Held held, Happening event) {
        Project known = held.project();
        Position at = event.position();
        Project before = known.isDeleted() ? Project.known(known.id(), at, known.version()) : known;
        Project now = after(before, event.data(), at);
        boolean isSame = !known.isDeleted() && now.equals(before.with(at, at, now.version(), false));
        held.project(isSame ? before.heard(at) : now);
    }

    static void delete(Held held, Happening event) {
        Position at = event.position();
        if (held.project().isDeleted()) {
            held.project(held.project().heard(at));
            return;
        }
        held.project(held.project().deleted(at));
        for (int place = 0; place < held.size(); place++) {
            Task task = held.task(place);
            if (!task.isDeleted()) {
                held.put(task.deleted(at));
            }
        }
        held.progress.forget();
    }

    private static Project after(Project before, Members data, Position at) {
        String status = data.text("status");
        return new Project(
                before.id(),
                text(data, "project_name", before.name()),
                text(data, "repository_url", before.repositoryUrl()),
                status != null ? status : before.status(),
                text(data, "description", before.description()),
                text(data, "due_date", before.dueDate()),
                data.has("time_zone") ? zone(data.text("time_zone"), before.zone()) : before.zone(),
                settings(before.settings(), data),
                before.created(),
                at,
                at,
                before.version() + 1,
                false);
    }

    private static @Nullable String text(Members data, String name, @Nullable String before) {
        return data.has(name) ? data.text(name) : before;
    }

    private static ZoneId zone(@Nullable String name, ZoneId before) {
        try {
            return name == null ? Project.UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            // The door knows the zones of its own Java; this one may be older.
            return before;
        }
    }

    /** As RFC 7396 merges: by name, objects too; null takes a name away. */
    private static ProjectSettings settings(ProjectSettings before, Members data) {
        Map<String, @Nullable Object> patch = data.object("settings").all();
        if (patch.isEmpty()) {
            return data.isNull("settings") ? ProjectSettings.NONE : before;
        }
        Map<String, @Nullable Object> merged = merged(before.members().all(), patch);
        return count(merged) > SETTINGS_MAX ? before : new ProjectSettings(Members.of(merged));
    }

    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(before);
        patch.forEach((name, value) -> {
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?>) {
                Members old = Members.ofValue(before.get(name));
                merged.put(name, merged(old.all(), Members.ofValue(value).all()));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static int count(Map<String, @Nullable Object> members) {
        int count = members.size();
        for (Object value : members.values()) {
            count += value instanceof Map<?, ?>
                    ? count(Members.ofValue(Objects.requireNonNull(value)).all())
                    : 0;
        }
        return count;
    }
}
