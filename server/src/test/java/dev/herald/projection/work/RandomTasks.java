package dev.herald.projection.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Updates of tasks as nobody sensible would send them. */
final class RandomTasks {
    private static final String[] STATUSES = {"todo", "in_progress", "in_review", "blocked", "done", "cancelled"};
    private static final String[] ACTIONS = {"created", "updated", "deleted"};
    private static final String[] PEOPLE = {"ann", "bob"};

    private RandomTasks() {}

    /** What is said of a task. @param fields a null clears */
    record Update(String id, @Nullable String action, Map<String, @Nullable Object> fields) {
        /** As a publisher sends it, for project {@code p}. */
        String json() {
            List<String> members = new ArrayList<>();
            members.add("'task_id':'" + id + "'");
            if (action != null) {
                members.add("'action':'" + action + "'");
            }
            fields.forEach((name, value) -> members.add("'" + name + "':" + text(value)));
            return "{'type':'task_update','project_id':'p','data':{" + String.join(",", members) + "}}";
        }

        private static String text(@Nullable Object value) {
            return switch (value) {
                case String text -> "'" + text + "'";
                case List<?> list -> list.stream().map(Update::text).toList().toString();
                case null, default -> String.valueOf(value);
            };
        }
    }

    /** Of one of so many tasks, which have each other for parents. */
    static Update update(Random random, int tasks) {
        Update update = alone(random, "t" + random.nextInt(tasks));
        if (random.nextInt(3) == 0) {
            update.fields().put("parent_id", random.nextInt(4) == 0 ? null : "t" + random.nextInt(tasks));
        }
        return update;
    }

    /** Of a task that has nothing to do with others. */
    static Update alone(Random random, String id) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            fields.put("status", STATUSES[random.nextInt(STATUSES.length)]);
        }
        if (random.nextInt(2) == 0) {
            fields.put("estimate", random.nextInt(5) == 0 ? null : random.nextInt(80) / 10.0);
        }
        if (random.nextInt(4) == 0) {
            fields.put("title", "title " + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            fields.put("assignee", random.nextInt(3) == 0 ? null : PEOPLE[random.nextInt(PEOPLE.length)]);
        }
        if (random.nextInt(4) == 0) {
            fields.put("labels", List.of("l" + random.nextInt(3), "m"));
        }
        if (random.nextInt(4) == 0) {
            fields.put("depends_on", List.of("t" + random.nextInt(3)));
        }
        if (random.nextInt(6) == 0) {
            fields.put("due_date", random.nextInt(3) == 0 ? null : "2026-03-0" + (1 + random.nextInt(9)));
        }
        if (random.nextInt(6) == 0) {
            fields.put("description", random.nextInt(3) == 0 ? null : "d" + random.nextInt(3));
        }
        return new Update(id, random.nextInt(4) == 0 ? ACTIONS[random.nextInt(ACTIONS.length)] : null, fields);
    }
}
