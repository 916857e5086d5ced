package dev.herald.projection.work;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Projection;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All projects and their tasks, as the fold knows them. One thread; what it answers is immutable. */
public final class WorkState {
    private final Map<ProjectId, Held> projects = new LinkedHashMap<>();
    private final TreeSet<Held> telling = new TreeSet<>(Comparator.comparingLong((Held held) -> held.progress.due())
            .thenComparing(held -> held.project().id().value()));
    private final TaskFold tasks;
    private @Nullable Held last;

    WorkState() {
        tasks = new TaskFold(new Texts());
    }

    /** All that are not deleted, in the order in which they became known. */
    public Collection<Project> projects() {
        return projects.values().stream()
                .map(Held::project)
                .filter(project -> !project.isDeleted())
                .toList();
    }

    /** Deleted ones too; null for one that no event was about. */
    public @Nullable Project project(ProjectId id) {
        Held held = projects.get(id);
        return held == null ? null : held.project();
    }

    /** Deleted ones too. */
    public @Nullable Task task(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? null : held.task(id);
    }

    /**
     * The last event of the task's id, for a guard, whatever became of the task; {@link Position#ORIGIN} where there was
     * none.
     */
    public Position changed(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null ? Position.ORIGIN : held.changed(id);
    }

    /** Whether the task has no children that are not deleted. */
    public boolean isLeaf(ProjectId project, String id) {
        Held held = projects.get(project);
        return held == null || held.isLeaf(id);
    }

    /** Whether the task would be below itself with this parent. */
    public boolean isCircle(ProjectId project, String id, String parentId) {
        Held held = projects.get(project);
        return id.equals(parentId) || held != null && held.isCircle(id, parentId);
    }

    /** How many tasks a project has, without deleted ones. */
    public int taskCount(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? 0 : held.count();
    }

    /** How much of the project's work is done. */
    public Tally tally(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? Tally.NONE : held.tally();
    }

    /** An id for a task that nobody gave one: {@code T-<n>}, above all that the project ever had. */
    public String nextTaskId(ProjectId project) {
        Held held = projects.get(project);
        long number = held == null ? 1 : held.highestNumber() + 1;
        while (held != null && held.task(TaskIds.PREFIX + number) != null) {
            number++;
        }
        return TaskIds.PREFIX + number;
    }

    /** The project and its tasks as they are now: the same value until one of them changes. Null for an unknown one. */
    public @Nullable ProjectWork view(ProjectId project) {
        Held held = projects.get(project);
        return held == null ? null : held.view();
    }

    /**
     * The tasks of its project that the event folded last has changed, or whose being a leaf it has changed; deleted ones
     * too.
     */
    public List<Task> touched() {
        Held held = last;
        return held == null
                ? List.of()
                : held.touched().stream().map(held::task).toList();
    }

    TaskFold tasks() {
        return tasks;
    }

    /** The project that an event is about, which it makes known; what the event before has touched is forgotten. */
    @Nullable
    Held heard(@Nullable ProjectId project, Position at) {
        if (last != null) {
            last.touched().clear();
        }
        last = project == null ? null : projects.computeIfAbsent(project, id -> new Held(Project.known(id, at, 1)));
        return last;
    }

    /** It is told of in time, before its due moment changes. */
    void untell(Held held) {
        telling.remove(held);
    }

    void tell(Held held) {
        if (held.progress.due() != Projection.NEVER) {
            telling.add(held);
        }
    }

    /** Whose progress is to be told next; null for none. */
    @Nullable
    Held nextToTell() {
        return telling.isEmpty() ? null : telling.first();
    }

    Collection<Held> all() {
        return projects.values();
    }

    void add(Held held) {
        projects.put(held.project().id(), held);
        tell(held);
    }
}
