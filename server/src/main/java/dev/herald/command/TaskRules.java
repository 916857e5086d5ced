package dev.herald.command;

import dev.herald.event.KnownType;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.projection.Members;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be said of a task, and what it is after it was said. Pure. */
final class TaskRules {
    /** What somebody may say, in the order in which a task is told. */
    static final Set<String> SAYABLE = Checks.names(
            "task_id",
            "title",
            "description",
            "status",
            "assignee",
            "estimate",
            "due_date",
            "labels",
            "parent_id",
            "depends_on");

    /** What is the server's to say. Who sends a task back as it was given may leave it in. */
    static final Set<String> OWN =
            Checks.names("created_at", "started_at", "completed_at", "updated_at", "version", "as_of", "at");

    private static final Set<String> ALL = all();

    private TaskRules() {}

    private static Set<String> all() {
        Set<String> all = Checks.names("project_id");
        all.addAll(SAYABLE);
        all.addAll(OWN);
        return all;
    }

    /** What is wrong with a task that is to be made. */
    static Checks ofNew(Members asked, ProjectId project) {
        Checks checks = common(asked, project, SAYABLE);
        checks.hasText("title", true);
        String id = asked.reference("task_id");
        if (asked.has("task_id") && (id == null || !Room.isId(id))) {
            checks.add("/task_id", "must be an id that matches [A-Za-z0-9._-]{1,128}; leave it out to be given one");
        }
        return checks;
    }

    /** What is wrong with a change. */
    static Checks ofChange(Members asked, ProjectId project, String id) {
        Checks checks = common(asked, project, ALL);
        checks.hasText("title", false);
        checks.agrees("task_id", id);
        return checks;
    }

    /** What is wrong with one of many, which may have been given by this server before. */
    static Checks ofRow(Members asked, ProjectId project, boolean isNew) {
        Checks checks = common(asked, project, ALL);
        checks.hasText("title", isNew);
        return checks;
    }

    private static Checks common(Members asked, ProjectId project, Set<String> names) {
        Checks checks = new Checks(asked);
        Set<String> known = new LinkedHashSet<>(names);
        known.add("project_id");
        checks.onlyKnown(known);
        checks.agrees("project_id", project.value());
        checks.areNames("labels", false);
        checks.areNames("depends_on", true);
        return checks;
    }

    /** The whole task after the change, under the names of the wire; what is of a wrong kind stays as it came. */
    static Map<String, @Nullable Object> after(@Nullable Task before, String id, Members asked) {
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        if (before != null) {
            TaskFields.of(before).forEach((name, value) -> after.put(name, whole(value)));
            after.put("version", before.version() + 1);
        }
        after.put("task_id", id);
        for (String name : SAYABLE) {
            if (asked.has(name) && !name.equals("task_id")) {
                after.put(name, normal(name, asked));
            }
        }
        if (before == null && !asked.has("status")) {
            after.put("status", "todo");
        }
        return after;
    }

    /** What is told of it. */
    static Statement told(
            ProjectId project, Map<String, @Nullable Object> after, @Nullable Task before, String action) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(after);
        data.put("action", action);
        if (before != null) {
            data.put("changes", changes(before, after));
        }
        return new Statement(KnownType.TASK_UPDATE, project, data);
    }

    /** Which task an event is about. */
    static String about(Members data) {
        return Objects.requireNonNullElse(data.reference("task_id"), "");
    }

    /** What would be different, by field. */
    static Map<String, @Nullable Object> changes(@Nullable Task before, Map<String, @Nullable Object> after) {
        Map<String, @Nullable Object> was = new LinkedHashMap<>();
        if (before != null) {
            was.putAll(TaskFields.of(before));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        for (String name : SAYABLE) {
            Object to = after.get(name);
            Object from = was.get(name);
            if (!name.equals("task_id") && !isSame(from, to)) {
                Map<String, @Nullable Object> change = new LinkedHashMap<>();
                change.put("from", whole(from));
                change.put("to", to);
                changes.put(name, change);
            }
        }
        return changes;
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Number a && other instanceof Number b) {
            return Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0) == 0;
        }
        boolean isNone = isNone(one) && isNone(other);
        return isNone || Objects.equals(one, other);
    }

    private static boolean isNone(@Nullable Object value) {
        return value == null || value instanceof List<?> list && list.isEmpty();
    }

    /** Whole numbers are written without a fraction, as they mostly came. */
    private static @Nullable Object whole(@Nullable Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? (Object) number.longValue()
                : value;
    }

    private static @Nullable Object normal(String name, Members asked) {
        Object value = asked.all().get(name);
        return switch (name) {
            case "parent_id" -> value instanceof Long ? asked.reference(name) : value;
            case "depends_on" -> value instanceof List<?> ? asked.references(name) : value == null ? List.of() : value;
            case "labels" -> value == null ? List.of() : value;
            default -> value;
        };
    }

    /** Adds what is wrong with who would be above it and what it would depend on. */
    static void checkRelations(
            ProjectWork work, @Nullable Task before, String id, Map<String, @Nullable Object> after, Checks checks) {
        Object parent = after.get("parent_id");
        if (parent instanceof String named && (before == null || !named.equals(before.parentId()))) {
            if (named.equals(id) || isAbove(work, id, named)) {
                checks.add("/parent_id", "would make a circle: " + Checks.shown(named) + " is below this task");
            } else if (work.task(named) == null) {
                checks.add("/parent_id", "is no task of this project: " + Checks.shown(named));
            }
        }
        List<String> on = texts(after.get("depends_on"));
        Set<String> known = before == null ? Set.of() : Set.copyOf(before.dependsOn());
        for (int i = 0; i < on.size(); i++) {
            String one = on.get(i);
            if (!known.contains(one)) {
                if (one.equals(id) || reaches(work, one, id)) {
                    checks.add(
                            "/depends_on/" + i, "would make a circle: " + Checks.shown(one) + " depends on this task");
                } else if (work.task(one) == null) {
                    checks.add("/depends_on/" + i, "is no task of this project: " + Checks.shown(one));
                }
            }
        }
    }

    static List<String> texts(@Nullable Object list) {
        List<String> texts = new ArrayList<>();
        if (list instanceof List<?> of) {
            for (Object one : of) {
                if (one instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Whether the task is this one's parent, or that one's, and so on. */
    private static boolean isAbove(ProjectWork work, String id, String from) {
        Set<String> met = new HashSet<>();
        Task at = work.task(from);
        while (at != null && at.parentId() != null && met.add(at.id())) {
            if (at.parentId().equals(id)) {
                return true;
            }
            at = work.task(at.parentId());
        }
        return false;
    }

    /** Whether one depends on the other, by however many others. */
    private static boolean reaches(ProjectWork work, String from, String to) {
        Set<String> met = new HashSet<>();
        List<String> next = new ArrayList<>(List.of(from));
        while (!next.isEmpty()) {
            Task at = work.task(next.removeLast());
            if (at != null && met.add(at.id())) {
                if (at.dependsOn().contains(to)) {
                    return true;
                }
                next.addAll(at.dependsOn());
            }
        }
        return false;
    }
}
