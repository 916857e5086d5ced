package dev.herald.projection.work;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project and its tasks as of one position. Immutable; any thread. What takes a pass over all tasks is made when it is
 * first asked for, so that the thread that folds hands out a copy of references and no more.
 */
public final class ProjectWork {
    private final Project project;
    private final List<Task> slots;
    private final BitSet parents;
    private volatile @Nullable Lists lists;
    private volatile @Nullable Index index;

    /** @param parents the places of those in {@code slots} that have children */
    ProjectWork(Project project, List<Task> slots, BitSet parents) {
        this.project = project;
        this.slots = slots;
        this.parents = parents;
    }

    private record Lists(List<Task> all, List<Task> leaves, List<Task> deleted) {}

    private record Index(Map<String, Integer> places, Map<String, List<String>> children) {}

    /** A project with these tasks, for who has them otherwise than from the fold. */
    public static ProjectWork of(Project project, Collection<Task> tasks) {
        List<Task> slots = List.copyOf(tasks);
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < slots.size(); place++) {
            if (!slots.get(place).isDeleted()) {
                places.put(slots.get(place).id(), place);
            }
        }
        BitSet parents = new BitSet();
        for (Task task : slots) {
            Integer parent = task.isDeleted() || task.parentId() == null ? null : places.get(task.parentId());
            if (parent != null) {
                parents.set(parent);
            }
        }
        return new ProjectWork(project, slots, parents);
    }

    public Project project() {
        return project;
    }

    /** All that are not deleted, in the order of their creation. */
    public List<Task> all() {
        return lists().all();
    }

    /** What figures count: the tasks without children, cancelled ones among them. */
    public List<Task> leaves() {
        return lists().leaves();
    }

    /** Those that have been deleted and are remembered. */
    public List<Task> deleted() {
        return lists().deleted();
    }

    /** The task that is not deleted; null for none. */
    public @Nullable Task task(String id) {
        Integer place = index().places().get(id);
        return place == null ? null : slots.get(place);
    }

    /** Whether the task has no children; cancelled ones count as children, deleted ones do not. */
    public boolean isLeaf(Task task) {
        return !index().children().containsKey(task.id());
    }

    /** The ids of the children that are not deleted, in the order of their creation. */
    public List<String> children(String id) {
        return index().children().getOrDefault(id, List.of());
    }

    private Lists lists() {
        Lists made = lists;
        if (made == null) {
            List<Task> all = new ArrayList<>(slots.size());
            List<Task> leaves = new ArrayList<>(slots.size());
            List<Task> deleted = new ArrayList<>(0);
            for (int place = 0; place < slots.size(); place++) {
                Task task = slots.get(place);
                if (task.isDeleted()) {
                    deleted.add(task);
                } else {
                    all.add(task);
                    if (!parents.get(place)) {
                        leaves.add(task);
                    }
                }
            }
            made = new Lists(List.copyOf(all), List.copyOf(leaves), List.copyOf(deleted));
            lists = made;
        }
        return made;
    }

    private Index index() {
        Index made = index;
        if (made == null) {
            Map<String, Integer> places = HashMap.newHashMap(slots.size());
            Map<String, List<String>> children = new HashMap<>();
            for (int place = 0; place < slots.size(); place++) {
                if (!slots.get(place).isDeleted()) {
                    places.put(slots.get(place).id(), place);
                }
            }
            for (Task task : slots) {
                if (!task.isDeleted() && task.parentId() != null && places.containsKey(task.parentId())) {
                    children.computeIfAbsent(task.parentId(), any -> new ArrayList<>())
                            .add(task.id());
                }
            }
            made = new Index(places, children);
            index = made;
        }
        return made;
    }
}
