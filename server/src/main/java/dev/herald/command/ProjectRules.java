package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.projection.Members;
import dev.herald.projection.work.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be said of a project, and what it is after it was said. Pure. */
final class ProjectRules {
    private static final Set<String> SAYABLE = Checks.names(
            "project_id",
            "project_name",
            "repository_url",
            "status",
            "description",
            "due_date",
            "time_zone",
            "settings");
    private static final Set<String> OWN = Checks.names("created_at", "updated_at", "version", "as_of", "at");
    private static final Set<String> STATUSES = Checks.names("active", "paused", "archived");
    private static final Set<String> ALL = all();

    private ProjectRules() {}

    private static Set<String> all() {
        Set<String> all = Checks.names();
        all.addAll(SAYABLE);
        all.addAll(OWN);
        return all;
    }

    static Checks ofNew(Members asked) {
        Checks checks = new Checks(asked);
        checks.onlyKnown(SAYABLE);
        common(asked, checks);
        return checks;
    }

    static Checks ofChange(Members asked, ProjectId id) {
        Checks checks = new Checks(asked);
        checks.onlyKnown(ALL);
        checks.agrees("project_id", id.value());
        common(asked, checks);
        return checks;
    }

    private static void common(Members asked, Checks checks) {
        checks.hasText("project_name", false);
        checks.isOneOf("status", STATUSES);
        Members settings = asked.object("settings");
        for (Map.Entry<String, @Nullable Object> one : settings.all().entrySet()) {
            setting(one.getKey(), one.getValue(), checks);
        }
    }

    private static void setting(String name, @Nullable Object value, Checks checks) {
        String pointer = "/settings/" + name;
        switch (name) {
            case "thresholds" -> {
                Members thresholds = object(value, pointer, checks);
                thresholds.all().forEach((key, of) -> {
                    Double number = thresholds.number(key);
                    if (of != null && (number == null || number <= 0)) {
                        checks.add(pointer + "/" + Checks.segment(key), "must be a number above 0");
                    }
                });
            }
            case "people" ->
                object(value, pointer, checks)
                        .all()
                        .forEach((key, of) -> texts(of, pointer + "/" + Checks.segment(key), checks));
            case "production", "incident_labels" -> texts(value, pointer, checks);
            default -> {
                // Settings that other programs keep with the project.
            }
        }
    }

    private static Members object(@Nullable Object value, String pointer, Checks checks) {
        if (value != null && !(value instanceof Map<?, ?>)) {
            checks.add(pointer, "must be an object");
        }
        return Members.ofValue(value);
    }

    private static void texts(@Nullable Object value, String pointer, Checks checks) {
        boolean isFine = value == null
                || value instanceof List<?> list
                        && list.stream().allMatch(one -> one instanceof String text && !text.isEmpty());
        if (!isFine) {
            checks.add(pointer, "must be an array of texts");
        }
    }

    /** The whole project under the names of the wire. */
    static Map<String, @Nullable Object> fields(Project of) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("project_name", of.name());
        fields.put("repository_url", of.repositoryUrl());
        fields.put("status", of.status());
        fields.put("description", of.description());
        fields.put("due_date", of.dueDate());
        fields.put("time_zone", of.zone().getId());
        fields.put("settings", of.settings().members().all());
        return fields;
    }

    /** What is told of a new one. */
    static Statement made(ProjectId id, Members asked, @Nullable String user) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("project_name", id.value());
        data.put("status", "active");
        said(asked, data);
        put(data, "updated_by", user);
        return new Statement(KnownType.PROJECT_UPDATED, id, data);
    }

    /** What is told of a change; null where nothing would be different. */
    static @Nullable Statement changed(Project before, Members asked, @Nullable String user) {
        Map<String, @Nullable Object> was = fields(before);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        for (String name : was.keySet()) {
            if (asked.has(name)) {
                Object from = was.get(name);
                Object to = to(name, from, asked);
                if (!Objects.equals(from, to)) {
                    Map<String, @Nullable Object> change = new LinkedHashMap<>();
                    change.put("from", from);
                    change.put("to", to);
                    changes.put(name, change);
                }
            }
        }
        if (changes.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        was.forEach((name, value) -> {
            // A project without a name has none to tell, and its settings are told as far as they change.
            if (!name.equals("settings") && value != null) {
                data.put(name, value);
            }
        });
        said(asked, data);
        data.put("changes", changes);
        put(data, "updated_by", user);
        return new Statement(KnownType.PROJECT_UPDATED, before.id(), data);
    }

    private static @Nullable Object to(String name, @Nullable Object from, Members asked) {
        Object to = asked.all().get(name);
        return switch (name) {
            case "time_zone" -> to == null ? "UTC" : to;
            case "settings" ->
                to instanceof Map<?, ?>
                        ? merged(
                                Members.ofValue(from).all(), Members.ofValue(to).all())
                        : to;
            default -> to;
        };
    }

    /** As RFC 7396 merges. */
    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> before, Map<String, @Nullable Object> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(before);
        patch.forEach((name, value) -> {
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?>) {
                merged.put(
                        name,
                        merged(
                                Members.ofValue(before.get(name)).all(),
                                Members.ofValue(value).all()));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static void said(Members asked, Map<String, @Nullable Object> data) {
        for (String name : SAYABLE) {
            if (asked.has(name) && !name.equals("project_id")) {
                data.put(name, asked.all().get(name));
            }
        }
    }

    private static void put(Map<String, @Nullable Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
