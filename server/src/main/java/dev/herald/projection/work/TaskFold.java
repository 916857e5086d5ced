package dev.herald.projection.work;

import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code task_update}, whoever published it. What is absent stays as it was, and null clears. An update of an
 * unknown task creates it. After a deletion only {@code created} does, anew; a second deletion is nothing. Of a circle of
 * parents, the event that closes it changes everything but the parent.
 */
final class TaskFold {
    private TaskFold() {}

    /** Answers the tasks that it changed, or whose being a leaf it changed. */
    static List<Task> fold(Work.Held held, Happening event, Words words) {
        Members data = event.data();
        String id = data.reference("task_id");
        if (id == null) {
            return List.of();
        }
        String action = data.text("action");
        Task before = held.tasks.find(id);
        Task there = before == null || before.isDeleted() ? null : before;
        Task after;
        if ("deleted".equals(action)) {
            after = there == null ? null : deleted(there, event);
        } else if (there != null) {
            after = updated(there, held.tasks, event, words);
        } else if (before == null || "created".equals(action)) {
            after = created(id, before, held.tasks, event, words);
        } else {
            after = null;
        }
        if (after == null) {
            ignored(held.tasks, id, before, event);
            return List.of();
        }
        List<Task> touched = new ArrayList<>(held.tasks.put(after));
        touched.add(after);
        held.change();
        return touched;
    }

    /** It changes nothing, and yet it is the last that was said of the id: a guard compares with it. */
    private static void ignored(Tasks tasks, String id, @Nullable Task before, Happening event) {
        if (before == null) {
            tasks.stranger(id, event.position());
        } else {
            tasks.put(new Task(
                    before.id(),
                    before.title(),
                    before.description(),
                    before.status(),
                    before.assignee(),
                    before.estimate(),
                    before.dueDate(),
                    before.labels(),
                    before.parentId(),
                    before.dependsOn(),
                    event.position(),
                    before.updated(),
                    before.version(),
                    before.history()));
        }
    }

    private static Task deleted(Task before, Happening event) {
        return new Task(
                before.id(),
                before.title(),
                before.description(),
                before.status(),
                before.assignee(),
                before.estimate(),
                before.dueDate(),
                before.labels(),
                before.parentId(),
                before.dependsOn(),
                event.position(),
                event.position(),
                before.version() + 1,
                before.history()
                        .then(new TaskHistory.Step(event.position(), null, before.parentId(), before.estimate())));
    }

    private static Task created(String id, @Nullable Task gone, Tasks tasks, Happening event, Words words) {
        Members data = event.data();
        Status status = status(data, Status.TODO);
        String parent = parent(id, null, tasks, data);
        Double estimate = data.number("estimate");
        TaskHistory.Step step = new TaskHistory.Step(event.position(), status, parent, estimate);
        String title = data.text("title");
        return new Task(
                id,
                title == null ? "" : title,
                data.text("description"),
                status,
                words.same(data.text("assignee")),
                estimate,
                words.same(data.text("due_date")),
                words.same(data.references("labels")),
                parent,
                data.references("depends_on"),
                event.position(),
                event.position(),
                gone == null ? 1 : gone.version() + 1,
                gone == null ? TaskHistory.beginning(step) : gone.history().then(step));
    }

    private static Task updated(Task before, Tasks tasks, Happening event, Words words) {
        Members data = event.data();
        Status status = status(data, before.status());
        String parent = data.has("parent_id") ? parent(before.id(), before, tasks, data) : before.parentId();
        Double estimate = data.has("estimate") ? data.number("estimate") : before.estimate();
        String title = data.has("title") ? data.text("title") : before.title();
        return new Task(
                before.id(),
                title == null ? "" : title,
                data.has("description") ? data.text("description") : before.description(),
                status,
                data.has("assignee") ? words.same(data.text("assignee")) : before.assignee(),
                estimate,
                data.has("due_date") ? words.same(data.text("due_date")) : before.dueDate(),
                data.has("labels") ? words.same(data.references("labels")) : before.labels(),
                parent,
                data.has("depends_on") ? data.references("depends_on") : before.dependsOn(),
                event.position(),
                event.position(),
                before.version() + 1,
                before.history().then(new TaskHistory.Step(event.position(), status, parent, estimate)));
    }

    private static Status status(Members data, Status otherwise) {
        String said = data.text("status");
        return said == null ? otherwise : Status.of(said).orElse(otherwise);
    }

    private static @Nullable String parent(String id, @Nullable Task before, Tasks tasks, Members data) {
        String parent = data.reference("parent_id");
        if (parent != null && tasks.isAbove(id, parent)) {
            return before == null ? null : before.parentId();
        }
        return parent;
    }
}
