package dev.herald.projection.work;

import dev.herald.event.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one project while events are folded. One thread; {@link #view} is for any.
 *
 * <p>Each task is linked to the place of its parent. Who names a parent that is not known waits for it under its id, and
 * is linked when it comes. So an event costs the same however many tasks there are.
 */
final class Held {
    final ProgressTelling progress = new ProgressTelling();
    private final Places places = new Places();
    private final Totals totals = new Totals();
    private final Map<String, Set<Integer>> awaited = new HashMap<>();
    /** The last event of ids that are no task: they were deleted, and never created. */
    private final Map<String, Position> strangers = new LinkedHashMap<>();

    private final Set<Integer> touched = new LinkedHashSet<>();
    private Project project;
    private int count;
    private long highestNumber;
    private @Nullable ProjectWork view;

    Held(Project project) {
        this.project = project;
    }

    Project project() {
        return project;
    }

    void project(Project changed) {
        project = changed;
        view = null;
    }

    /** Deleted ones too. */
    @Nullable
    Task task(String id) {
        int place = places.of(id);
        return place == Placed.NONE ? null : places.at(place).task();
    }

    Position changed(String id) {
        Task task = task(id);
        return task != null ? task.changed() : strangers.getOrDefault(id, Position.ORIGIN);
    }

    /** An event of an id that is no task has made none. */
    void stranger(String id, Position at) {
        strangers.put(id, at);
    }

    Map<String, Position> strangers() {
        return strangers;
    }

    boolean isLeaf(String id) {
        int place = places.of(id);
        return place == Placed.NONE || places.at(place).isLeaf();
    }

    int count() {
        return count;
    }

    /** Places that were ever given, deleted tasks among them. */
    int size() {
        return places.size();
    }

    Task task(int place) {
        return places.at(place).task();
    }

    long highestNumber() {
        return highestNumber;
    }

    Tally tally() {
        return totals.tally();
    }

    Set<Integer> touched() {
        return touched;
    }

    ProjectWork view() {
        ProjectWork made = view;
        if (made == null) {
            made = new ProjectWork(project, places.view());
            view = made;
        }
        return made;
    }

    /** Whether the task would be below itself. The one that the parent is known by may be unknown yet, and awaited. */
    boolean isCircle(String id, String parentId) {
        if (id.equals(parentId)) {
            return true;
        }
        int own = places.of(id);
        int above = places.of(parentId);
        boolean hasChildren =
                own == Placed.NONE ? awaited.containsKey(id) : !places.at(own).isLeaf();
        if (above == Placed.NONE || !hasChildren) {
            return false;
        }
        Placed top = places.at(above);
        while (top.parent() != Placed.NONE && above != own) {
            above = top.parent();
            top = places.at(above);
        }
        Task highest = top.task();
        return above == own || !highest.isDeleted() && id.equals(highest.parentId());
    }

    /** The task as it is now, in place of what it was. */
    void put(Task task) {
        int place = places.of(task.id());
        String before = null;
        if (place == Placed.NONE) {
            place = add(task);
        } else {
            before = wanted(places.at(place).task());
            set(place, places.at(place).with(task));
        }
        String now = wanted(task);
        if (before == null ? now != null : !before.equals(now)) {
            unlink(place, before);
            link(place, now);
        }
    }

    private static @Nullable String wanted(Task task) {
        return task.isDeleted() ? null : task.parentId();
    }

    private int add(Task task) {
        strangers.remove(task.id());
        highestNumber = Math.max(highestNumber, TaskIds.number(task.id()));
        Placed placed = new Placed(task, Placed.NONE, 0);
        int place = places.add(placed);
        totals.count(placed, 1);
        count += task.isDeleted() ? 0 : 1;
        touched.add(place);
        view = null;
        Set<Integer> waiting = awaited.remove(task.id());
        if (waiting != null) {
            waiting.forEach(child -> set(child, places.at(child).below(place)));
            set(place, placed.withChildren(waiting.size()));
        }
        return place;
    }

    private void unlink(int place, @Nullable String parentId) {
        Placed placed = places.at(place);
        if (placed.parent() != Placed.NONE) {
            set(placed.parent(), places.at(placed.parent()).withChildren(-1));
            set(place, placed.below(Placed.NONE));
        } else if (parentId != null) {
            Set<Integer> waiting = awaited.get(parentId);
            if (waiting != null && waiting.remove(place) && waiting.isEmpty()) {
                awaited.remove(parentId);
            }
        }
    }

    private void link(int place, @Nullable String parentId) {
        if (parentId == null) {
            return;
        }
        int parent = places.of(parentId);
        if (parent == Placed.NONE) {
            awaited.computeIfAbsent(parentId, any -> new LinkedHashSet<>()).add(place);
        } else {
            set(place, places.at(place).below(parent));
            set(parent, places.at(parent).withChildren(1));
        }
    }

    private void set(int place, Placed now) {
        Placed before = places.at(place);
        totals.count(before, -1);
        totals.count(now, 1);
        if (before.task() != now.task()) {
            count += (before.task().isDeleted() ? 1 : 0) - (now.task().isDeleted() ? 1 : 0);
            touched.add(place);
        } else if (before.isLeaf() != now.isLeaf() && !now.task().isDeleted()) {
            touched.add(place);
        }
        places.set(place, now);
        view = null;
    }
}
