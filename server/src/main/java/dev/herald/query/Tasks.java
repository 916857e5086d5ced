package dev.herald.query;

import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.Task;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tasks of a project that somebody asks for. */
public final class Tasks {
    private static final String LAST = "\uffff";

    private Tasks() {}

    /**
     * Which tasks. All that are given must hold.
     *
     * @param statuses any of these; empty for all
     * @param parentId empty for the tasks that name no parent
     * @param text in the id, the title or the description, whatever its case
     */
    public record Filter(
            Set<Status> statuses,
            @Nullable String assignee,
            @Nullable String label,
            @Nullable String parentId,
            @Nullable String text) {
        public static final Filter NONE = new Filter(Set.of(), null, null, null, null);

        public Filter {
            statuses = Set.copyOf(statuses);
            text = text == null ? null : text.toLowerCase(Locale.ROOT);
        }

        boolean takes(Task task) {
            return (statuses.isEmpty() || statuses.contains(task.status()))
                    && (assignee == null || assignee.equals(task.assignee()))
                    && (label == null || task.labels().contains(label))
                    && (parentId == null || parentId.equals(task.parentId() == null ? "" : task.parentId()))
                    && (text == null || holds(task.id()) || holds(task.title()) || holds(task.description()));
        }

        private boolean holds(@Nullable String in) {
            return in != null && text != null && in.toLowerCase(Locale.ROOT).contains(text);
        }
    }

    /** What tasks are in order of; what has no value comes last, or first where the order is turned around. */
    public enum Sort {
        CREATED_AT(task -> Pages.key(task.history().created().at().packed())),
        UPDATED_AT(task -> Pages.key(task.updated().packed())),
        TASK_ID(task -> ""),
        TITLE(task -> task.title().toLowerCase(Locale.ROOT)),
        STATUS(task -> String.valueOf(task.status().ordinal())),
        ASSIGNEE(task -> task.assignee() == null ? LAST : task.assignee()),
        DUE_DATE(task -> task.dueDate() == null ? LAST : task.dueDate()),
        ESTIMATE(task -> task.estimate() == null ? LAST : Pages.key(Double.doubleToLongBits(task.estimate())));

        private final Function<Task, String> key;

        Sort(Function<Task, String> key) {
            this.key = key;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Sort> of(String wireName) {
            return List.of(values()).stream()
                    .filter(one -> one.wireName().equals(wireName))
                    .findFirst();
        }

        private Pages.Place place(Task task) {
            return new Pages.Place(key.apply(task), task.id());
        }
    }

    /** Of those that the filter takes, in the order of their creation. */
    public static List<Task> all(ProjectWork work, Filter filter) {
        return work.all().stream().filter(filter::takes).toList();
    }

    public static Pages.Page<Task> page(
            ProjectWork work, Filter filter, Sort sort, boolean isDescending, Pages.@Nullable Place after, int limit) {
        return Pages.of(all(work, filter), sort::place, isDescending, after, limit);
    }
}
