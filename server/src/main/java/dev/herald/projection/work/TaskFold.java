package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds {@code task_update}: what is absent stays as it was, null clears. An update of an unknown task creates it; one
 * that was deleted is brought back by {@code created} alone, anew; the deletion of one that is not there is nothing; who names a parent below itself keeps the one that it
 * has. One thread.
 */
final class TaskFold {
    private final Texts texts;

    TaskFold(Texts texts) {
        this.texts = texts;
    }

    void fold(Held held, Happening event) {
        Members data = event.data();
        String id = data.reference("task_id");
        if (id == null) {
            return;
        }
        Task before = held.task(id);
        String action = data.text("action");
        Position at = event.position();
        boolean isDeletion = "deleted".equals(action);
        if (before == null && isDeletion) {
            held.stranger(id, at);
        } else if (before != null && before.isDeleted() && !"created".equals(action)) {
            held.put(before.heard(at));
        } else if (before != null && isDeletion) {
            held.put(before.heard(at).deleted(at));
        } else {
            held.put(after(held, id, before, data, at));
        }
    }

    private Task after(Held held, String id, @Nullable Task known, Members data, Position at) {
        Task before = known == null || known.isDeleted() ? null : known;
        String said = data.text("status");
        Status status = said == null ? null : Status.of(said).orElse(null);
        status = status != null ? status : before == null ? Status.TODO : before.status();
        Double estimate = data.has("estimate") ? estimate(data) : before == null ? null : before.estimate();
        String parentId = before == null ? null : before.parentId();
        if (data.has("parent_id")) {
            String named = texts.one(data.reference("parent_id"));
            parentId = named != null && held.isCircle(id, named) ? parentId : named;
        }
        TaskHistory.Step step = new TaskHistory.Step(at, status, parentId, estimate);
        TaskHistory history =
                known == null ? TaskHistory.beginning(step) : known.history().then(step);
        String title = text(data, "title", before == null ? "" : before.title());
        Task now = new Task(
                known == null ? id : known.id(),
                title == null ? "" : title,
                text(data, "description", before == null ? null : before.description()),
                status,
                texts.one(text(data, "assignee", before == null ? null : before.assignee())),
                estimate,
                texts.one(text(data, "due_date", before == null ? null : before.dueDate())),
                list(data, "labels", before == null ? List.of() : before.labels()),
                parentId,
                list(data, "depends_on", before == null ? List.of() : before.dependsOn()),
                at,
                at,
                known == null ? 1 : known.version() + 1,
                history);
        return before != null && isSame(before, now) ? before.heard(at) : now;
    }

    private @Nullable Double estimate(Members data) {
        Double estimate = data.number("estimate");
        // Minus zero is zero.
        return estimate == null ? null : texts.number(estimate + 0.0);
    }

    private static @Nullable String text(Members data, String name, @Nullable String before) {
        return data.has(name) ? data.text(name) : before;
    }

    private List<String> list(Members data, String name, List<String> before) {
        return data.has(name) ? texts.all(data.references(name)) : before;
    }

    private static boolean isSame(Task one, Task other) {
        return one.history() == other.history()
                && one.title().equals(other.title())
                && Objects.equals(one.description(), other.description())
                && Objects.equals(one.assignee(), other.assignee())
                && Objects.equals(one.dueDate(), other.dueDate())
                && one.labels().equals(other.labels())
                && one.dependsOn().equals(other.dependsOn());
    }
}
