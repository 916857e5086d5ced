package dev.herald.projection.delivery;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.TaskUpdate;
import dev.herald.projection.Context;
import dev.herald.projection.Derived;
import dev.herald.projection.Happening;
import dev.herald.projection.Members;
import dev.herald.projection.StateIn;
import dev.herald.projection.StateOut;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import dev.herald.projection.work.TaskFields;
import dev.herald.projection.work.WorkProjection;
import dev.herald.projection.work.WorkState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are done because a commit closes them, or a merged pull request names them. Each is told as a {@code
 * task_update} with the whole task, which holds only while nothing else has been said of the task. Until it has been seen
 * in the journal it is remembered: when another update of the task comes first, it is told again with what that one said,
 * or not at all if the task has ended. One thread.
 */
final class Completions {
    /** What is older is not told any more. */
    static final long AGE_MILLIS = 24L * 3_600_000;
    /** Characters of lists and prose beyond which an update leaves them out; what is absent stays as it is. */
    private static final int LONG = 100_000;
    /** Characters of a task's id in a key. */
    private static final int KEY_PART_MAX = 200;

    private static final String DONE = "done";

    /** By task, the event that closes it and is not seen to have done so. */
    private final Map<String, Position> intended = new LinkedHashMap<>();
    /** By open pull request, what its description closes. */
    private final Map<String, List<String>> described = new LinkedHashMap<>();

    /** A commit that is told for the first time. */
    void commit(ProjectId project, Happening event, Context context) {
        Members data = event.data();
        Set<String> names = new LinkedHashSet<>();
        for (Object reference : data.list("task_refs")) {
            Members one = Members.ofValue(reference);
            String id = one.reference("task_id");
            if (id != null && "closes".equals(one.text("action")) && names.size() < TaskMentions.COUNT_MAX) {
                names.add(id);
            }
        }
        String message = data.text("message");
        if (message != null) {
            names.addAll(TaskMentions.closedBy(message));
        }
        complete(project, names, event.position(), context);
    }

    /** @param before null where it was not known */
    void pullRequest(
            ProjectId project, @Nullable PullRequest before, PullRequest now, Happening event, Context context) {
        String description = event.data().text("description");
        List<String> closed =
                description == null ? described.getOrDefault(now.id(), List.of()) : TaskMentions.closedBy(description);
        if (now.status() != PullRequest.Status.MERGED) {
            if (closed.isEmpty()) {
                described.remove(now.id());
            } else {
                described.put(now.id(), closed);
            }
        } else if (before == null || before.status() != PullRequest.Status.MERGED) {
            described.remove(now.id());
            Set<String> names = new LinkedHashSet<>(closed);
            names.addAll(TaskMentions.closedBy(now.title()));
            names.addAll(TaskMentions.namedBy(now.title()));
            complete(project, names, event.position(), context);
        }
    }

    /** An update of a task, which may be what was told here. */
    void task(ProjectId project, Happening event, Context context) {
        String id = intended.isEmpty() ? null : event.data().reference("task_id");
        Position cause = id == null ? null : intended.get(id);
        if (id == null || cause == null) {
            return;
        }
        Task task = open(context.state(WorkProjection.NAME), project, id);
        if (task == null || cause.equals(event.cause()) || isLongBefore(cause, event.position())) {
            intended.remove(id);
        } else {
            tell(project, task, cause, context);
        }
    }

    private void complete(ProjectId project, Set<String> names, Position cause, Context context) {
        if (names.isEmpty()) {
            return;
        }
        WorkState work = context.state(WorkProjection.NAME);
        for (String name : names) {
            Task task = find(work, project, name);
            Position known = task == null ? null : intended.get(task.id());
            if (task != null && (known == null || isLongBefore(known, cause))) {
                intended.put(task.id(), cause);
                tell(project, task, cause, context);
            }
        }
    }

    private static boolean isLongBefore(Position one, Position other) {
        return one.epochMillis() < other.epochMillis() - AGE_MILLIS;
    }

    /** A task that has not ended under the id as it is written, or in capitals; {@code #12} is also {@code T-12}. */
    private static @Nullable Task find(WorkState work, ProjectId project, String name) {
        List<String> ids = new ArrayList<>(List.of(name, name.toUpperCase(Locale.ROOT)));
        if (name.startsWith("#")) {
            ids.add(name.substring(1));
            ids.add("T-" + name.substring(1));
        }
        for (String id : ids) {
            Task task = work.task(project, id);
            if (task != null && !task.isDeleted()) {
                return open(work, project, id);
            }
        }
        return null;
    }

    private static @Nullable Task open(WorkState work, ProjectId project, String id) {
        Task task = work.task(project, id);
        return task == null || task.isDeleted() || task.status().isEnded() ? null : task;
    }

    private static void tell(ProjectId project, Task task, Position cause, Context context) {
        Map<String, @Nullable Object> after = TaskFields.of(task);
        after.put("status", DONE);
        after.put("version", task.version() + 1);
        if (isLong(task)) {
            after.keySet().removeAll(List.of("description", "labels", "depends_on"));
        }
        TaskUpdate.Change change = new TaskUpdate.Change(task.status().wireName(), Status.DONE.wireName());
        context.derive(new Derived(
                "task:" + project + ":" + keyPart(task.id()) + ":" + cause,
                cause,
                project,
                new TaskUpdate(TaskUpdate.Action.UPDATED, after, Map.of("status", change)),
                task.changed()));
    }

    /** Two long lists may be too much for one event, which took two to come. */
    private static boolean isLong(Task task) {
        String description = Objects.requireNonNullElse(task.description(), "");
        long length = description.length();
        for (List<String> list : List.of(task.labels(), task.dependsOn())) {
            length += list.stream().mapToLong(one -> one.length() + 3L).sum();
        }
        return length > LONG;
    }

    /** An id as it can stand in a key: plain characters, the others by their numbers; a long one by two of its hashes. */
    private static String keyPart(String id) {
        StringBuilder part = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isPlain = c > ' ' && c < 0x7F && c != '%';
            part.append(isPlain ? String.valueOf(c) : "%" + Integer.toHexString(c) + ";");
        }
        if (part.length() <= KEY_PART_MAX) {
            return part.toString();
        }
        long hash = 1125899906842597L;
        for (int i = 0; i < id.length(); i++) {
            hash = 31 * hash + id.charAt(i);
        }
        return part.substring(0, KEY_PART_MAX / 2) + "%" + Integer.toHexString(id.hashCode()) + Long.toHexString(hash);
    }

    void save(StateOut out) {
        out.each(intended.entrySet(), (to, one) -> {
            to.text(one.getKey());
            to.number(one.getValue().packed());
        });
        out.each(described.entrySet(), (to, one) -> {
            to.text(one.getKey());
            to.each(one.getValue(), StateOut::text);
        });
    }

    void load(StateIn in) {
        times(in, from -> intended.put(from.text(), new Position(from.number())));
        times(in, from -> described.put(from.text(), List.copyOf(from.each(StateIn::text))));
    }

    private static void times(StateIn in, Consumer<StateIn> one) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            one.accept(in);
        }
    }
}
