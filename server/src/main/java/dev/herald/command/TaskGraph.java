package dev.herald.command;

import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who would be above whom, and who would depend on whom, after many tasks have changed at once. One thread.
 *
 * <p>A change that names what is not there is refused, and then so is what rests on it; of a circle, the change that
 * comes last.
 */
final class TaskGraph {
    /** More circles are not taken apart one by one. */
    static final int CIRCLES_MAX = 100;

    private final ProjectWork work;
    private final Map<String, Node> changed = new LinkedHashMap<>();
    private final Map<String, List<String>> namedBy = new HashMap<>();
    private final Map<Integer, RowFault> refused = new LinkedHashMap<>();

    private record Node(int row, @Nullable String parent, List<String> on, Set<String> known) {}

    TaskGraph(ProjectWork work) {
        this.work = work;
    }

    void add(int row, String id, @Nullable String parent, List<String> on) {
        Task before = work.task(id);
        Set<String> known = new HashSet<>();
        if (before != null) {
            known.addAll(before.dependsOn());
            if (before.parentId() != null) {
                known.add(before.parentId());
            }
        }
        changed.put(id, new Node(row, parent, List.copyOf(on), known));
        if (parent != null) {
            namedBy.computeIfAbsent(parent, any -> new ArrayList<>(1)).add(id);
        }
        for (String one : on) {
            namedBy.computeIfAbsent(one, any -> new ArrayList<>(1)).add(id);
        }
    }

    /** What cannot be, by row. */
    Map<Integer, RowFault> check() {
        for (String id : List.copyOf(changed.keySet())) {
            refuseStrangers(id);
        }
        for (int i = 0; i < CIRCLES_MAX; i++) {
            if (!refuseCircle("/parent_id", this::above) && !refuseCircle("/depends_on", this::on)) {
                return refused;
            }
        }
        changed.values()
                .forEach(node -> refused.put(
                        node.row(),
                        new RowFault(node.row(), "/depends_on", "there are too many circles to tell apart")));
        return refused;
    }

    /** Refuses the change if it names what is not there, then what rests on it, and so on. */
    private void refuseStrangers(String first) {
        Deque<String> next = new ArrayDeque<>(List.of(first));
        while (!next.isEmpty()) {
            String id = next.poll();
            Node node = changed.get(id);
            if (node == null) {
                continue;
            }
            String pointer = null;
            String stranger = node.parent();
            if (stranger != null && isStranger(node, stranger)) {
                pointer = "/parent_id";
            }
            for (int i = 0; pointer == null && i < node.on().size(); i++) {
                stranger = node.on().get(i);
                pointer = isStranger(node, stranger) ? "/depends_on/" + i : null;
            }
            if (pointer != null) {
                refuse(id, pointer, "is no task of this project or file: " + Checks.shown(stranger));
                next.addAll(namedBy.getOrDefault(id, List.of()));
            }
        }
    }

    private boolean isStranger(Node node, String name) {
        return !node.known().contains(name) && !changed.containsKey(name) && work.task(name) == null;
    }

    private void refuse(String id, String pointer, String detail) {
        Node node = changed.remove(id);
        if (node != null) {
            refused.put(node.row(), new RowFault(node.row(), pointer, detail));
        }
    }

    private List<String> above(String id) {
        Node node = changed.get(id);
        Task task = node == null ? work.task(id) : null;
        String parent = node != null ? node.parent() : task == null ? null : task.parentId();
        return parent == null ? List.of() : List.of(parent);
    }

    private List<String> on(String id) {
        Node node = changed.get(id);
        Task task = node == null ? work.task(id) : null;
        return node != null ? node.on() : task == null ? List.of() : task.dependsOn();
    }

    /** Refuses the last change of a circle; false where there is none. */
    private boolean refuseCircle(String pointer, Function<String, List<String>> next) {
        Set<String> done = new HashSet<>();
        for (String from : changed.keySet()) {
            List<String> circle = circle(from, next, done);
            Map.Entry<String, Node> last = null;
            for (String id : circle) {
                Node node = changed.get(id);
                if (node != null
                        && (last == null || node.row() > last.getValue().row())) {
                    last = Map.entry(id, node);
                }
            }
            if (last != null) {
                refuse(last.getKey(), pointer, "would make a circle");
                for (String id : namedBy.getOrDefault(last.getKey(), List.of())) {
                    refuseStrangers(id);
                }
                return true;
            }
        }
        return false;
    }

    /** A circle that can be reached from there; empty for none. @param done what leads to none */
    private static List<String> circle(String from, Function<String, List<String>> next, Set<String> done) {
        if (!done.add(from)) {
            return List.of();
        }
        List<String> path = new ArrayList<>(List.of(from));
        Set<String> onPath = new HashSet<>(path);
        List<Iterator<String>> open = new ArrayList<>(List.of(next.apply(from).iterator()));
        while (!open.isEmpty()) {
            Iterator<String> rest = open.getLast();
            if (!rest.hasNext()) {
                open.removeLast();
                onPath.remove(path.removeLast());
                continue;
            }
            String at = rest.next();
            if (onPath.contains(at)) {
                return List.copyOf(path.subList(path.indexOf(at), path.size()));
            }
            if (done.add(at)) {
                path.add(at);
                onPath.add(at);
                open.add(next.apply(at).iterator());
            }
        }
        return List.of();
    }
}
