package dev.herald.projection.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A project and its tasks as of one position. Immutable; any thread. Lists are made when somebody asks for them first.
 */
public final class ProjectWork {
    private final Project project;
    private final Places.View places;
    private @Nullable List<Task> all;
    private @Nullable List<Task> leaves;
    private @Nullable Below below;

    ProjectWork(Project project, Places.View places) {
        this.project = project;
        this.places = places;
    }

    /** Of tasks as they are, in the order of their creation; each has its own id, and no circle of parents is among them. */
    public static ProjectWork of(Project project, Collection<Task> tasks) {
        Places places = new Places();
        tasks.forEach(task -> places.add(new Placed(task, Placed.NONE, 0)));
        for (Task task : tasks) {
            int parent = task.parentId() == null || task.isDeleted() ? Placed.NONE : places.of(task.parentId());
            if (parent != Placed.NONE) {
                int place = places.of(task.id());
                places.set(place, places.at(place).below(parent));
                places.set(parent, places.at(parent).withChildren(1));
            }
        }
        return new ProjectWork(project, places.view());
    }

    public Project project() {
        return project;
    }

    /** Those that are not deleted, in the order in which they became known. */
    public List<Task> all() {
        List<Task> made = all;
        if (made == null) {
            made = select(placed -> !placed.task().isDeleted());
            all = made;
        }
        return made;
    }

    /** Null where it is not known or deleted. */
    public @Nullable Task task(String id) {
        int place = places.of(id);
        Task task = place == Placed.NONE ? null : places.at(place).task();
        return task == null || task.isDeleted() ? null : task;
    }

    /** Whether the task has no children; cancelled ones count as children, deleted ones do not. */
    public boolean isLeaf(Task task) {
        int place = places.of(task.id());
        return place == Placed.NONE || places.at(place).isLeaf();
    }

    /** What figures count: the tasks without children, cancelled ones among them. */
    public List<Task> leaves() {
        List<Task> made = leaves;
        if (made == null) {
            made = select(placed -> placed.isLeaf() && !placed.task().isDeleted());
            leaves = made;
        }
        return made;
    }

    /** The ids of the tasks that name this one as their parent, deleted ones not among them. */
    public List<String> children(String id) {
        int place = places.of(id);
        if (place == Placed.NONE || places.at(place).isLeaf()) {
            return List.of();
        }
        Below made = below;
        if (made == null) {
            made = Below.of(places);
            below = made;
        }
        return made.of(place, places);
    }

    /** The deleted ones: the forecasts of the past knew them. */
    public List<Task> deleted() {
        return select(placed -> placed.task().isDeleted());
    }

    private List<Task> select(Predicate<Placed> which) {
        Task[] found = new Task[places.size()];
        int count = 0;
        for (int place = 0; place < found.length; place++) {
            Placed placed = places.at(place);
            if (which.test(placed)) {
                found[count++] = placed.task();
            }
        }
        return List.of(Arrays.copyOf(found, count));
    }

    /**
     * Who is below whom.
     *
     * @param ends by place, where its children end among the places; they begin where those of the place before end
     */
    private record Below(int[] ends, int[] places) {
        static Below of(Places.View view) {
            int size = view.size();
            int[] ends = new int[size];
            for (int place = 0; place < size; place++) {
                int before = place == 0 ? 0 : ends[place - 1];
                ends[place] = before + view.at(place).children();
            }
            int[] next = new int[size];
            System.arraycopy(ends, 0, next, Math.min(1, size), Math.max(0, size - 1));
            int[] places = new int[size == 0 ? 0 : ends[size - 1]];
            for (int place = 0; place < size; place++) {
                int parent = view.at(place).parent();
                if (parent != Placed.NONE) {
                    places[next[parent]++] = place;
                }
            }
            return new Below(ends, places);
        }

        List<String> of(int place, Places.View view) {
            List<String> tasks = new ArrayList<>();
            for (int i = place == 0 ? 0 : ends[place - 1]; i < ends[place]; i++) {
                tasks.add(view.at(places[i]).task().id());
            }
            return tasks;
        }
    }
}
