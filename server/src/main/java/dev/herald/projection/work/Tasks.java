package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one project while events are folded, with what is counted of them. One thread.
 *
 * <p>Each task has its place for good, also when it is deleted. {@code children} counts, by the parent's id, the children
 * that are not deleted, whether or not the parent is known: so one that comes later is a parent at once. What is done
 * for one change does not grow with the number of tasks.
 */
final class Tasks {
    private final List<Task> slots = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> children = new HashMap<>();
    /** The last event of ids that are no task: those that were deleted and never created. */
    private final Map<String, Position> strangers = new HashMap<>();

    private final BitSet parents = new BitSet();
    private final Tally tally = new Tally();
    private int count;

    @Nullable
    Task find(String id) {
        Integer place = places.get(id);
        return place == null ? null : slots.get(place);
    }

    boolean isLeaf(String id) {
        return !children.containsKey(id);
    }

    /** Without deleted ones. */
    int count() {
        return count;
    }

    Tally tally() {
        return tally;
    }

    List<Task> slots() {
        return slots;
    }

    Map<String, Position> strangers() {
        return strangers;
    }

    /** The last event of the id, whatever became of it; {@link Position#ORIGIN} where there was none. */
    Position changed(String id) {
        Task task = find(id);
        return task != null ? task.changed() : strangers.getOrDefault(id, Position.ORIGIN);
    }

    void stranger(String id, Position at) {
        strangers.put(id, at);
    }

    /** Whether the parent would close a circle: the task is above it, or is it. */
    boolean isAbove(String id, String parent) {
        String at = parent;
        for (int steps = 0; steps <= slots.size(); steps++) {
            if (at.equals(id)) {
                return true;
            }
            Task task = find(at);
            if (task == null || task.isDeleted() || task.parentId() == null) {
                return false;
            }
            at = task.parentId();
        }
        return true;
    }

    /** Puts a task in the place of what it was; answers what else is a leaf now, or no leaf any more. */
    List<Task> put(Task task) {
        Integer known = places.get(task.id());
        Task before = known == null ? null : slots.get(known);
        int place = known == null ? slots.size() : known;
        if (known == null) {
            places.put(task.id(), place);
            slots.add(task);
            strangers.remove(task.id());
        }
        boolean wasThere = before != null && !before.isDeleted();
        boolean isThere = !task.isDeleted();
        if (before != null && wasThere && isLeaf(task.id())) {
            tally.remove(before);
        }
        slots.set(place, task);
        if (isThere && isLeaf(task.id())) {
            tally.add(task);
        }
        count += (isThere ? 1 : 0) - (wasThere ? 1 : 0);
        mark(place, task);
        List<Task> others = new ArrayList<>(0);
        String from = before != null && wasThere ? before.parentId() : null;
        String to = isThere ? task.parentId() : null;
        if (from != null && !from.equals(to)) {
            unlink(from, others);
        }
        if (to != null && !to.equals(from)) {
            link(to, others);
        }
        return others;
    }

    private void mark(int place, Task task) {
        parents.set(place, !task.isDeleted() && !isLeaf(task.id()));
    }

    private void link(String parent, List<Task> others) {
        if (children.merge(parent, 1, Integer::sum) == 1) {
            turned(parent, others);
        }
    }

    private void unlink(String parent, List<Task> others) {
        if (children.merge(parent, -1, Tasks::sumOrNone) == null) {
            turned(parent, others);
        }
    }

    private static @Nullable Integer sumOrNone(int one, int other) {
        return one + other == 0 ? null : one + other;
    }

    /** The task has its first child, or lost its last. */
    private void turned(String id, List<Task> others) {
        Integer place = places.get(id);
        Task task = place == null ? null : slots.get(place);
        if (task != null && place != null && !task.isDeleted()) {
            if (isLeaf(id)) {
                tally.add(task);
            } else {
                tally.remove(task);
            }
            mark(place, task);
            others.add(task);
        }
    }

    ProjectWork view(Project project) {
        return new ProjectWork(project, List.copyOf(slots), (BitSet) parents.clone());
    }
}
