package dev.herald.source.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The order in which moves can be told so that no path is ever told as a file and as a directory at once: one whose
 * target is above or below the old name of another comes after it. Pure.
 */
final class MoveOrder {
    /**
     * @param moves in an order that contradicts itself nowhere
     * @param torn those that wait for each other in a circle (two directories whose files took each other's names); they
     *     can only be told as deletions and creations
     */
    record Ordered(List<Renames.Move> moves, List<Renames.Move> torn) {}

    /** The old names that are still told. */
    private final Set<String> sources = new HashSet<>();
    /** How many of them are below a path. */
    private final Map<String, Integer> below = new HashMap<>();

    private MoveOrder() {}

    static Ordered of(List<Renames.Move> moves) {
        return new MoveOrder().order(moves);
    }

    private Ordered order(List<Renames.Move> moves) {
        Map<Renames.Move, String> waiting = new LinkedHashMap<>();
        moves.forEach(move -> waiting.put(move, move.from().place().text()));
        waiting.values().forEach(this::add);
        List<Renames.Move> ordered = new ArrayList<>();
        List<Renames.Move> torn = new ArrayList<>();
        while (!waiting.isEmpty()) {
            if (!takeFree(waiting, ordered)) {
                // A circle: deleting one end first, as all deletions are, opens it.
                Map.Entry<Renames.Move, String> first =
                        waiting.entrySet().iterator().next();
                waiting.remove(first.getKey());
                remove(first.getValue());
                torn.add(first.getKey());
            }
        }
        return new Ordered(ordered, torn);
    }

    private boolean takeFree(Map<Renames.Move, String> waiting, List<Renames.Move> ordered) {
        int before = ordered.size();
        Iterator<Map.Entry<Renames.Move, String>> moves = waiting.entrySet().iterator();
        while (moves.hasNext()) {
            Map.Entry<Renames.Move, String> next = moves.next();
            String target = next.getKey().to().place().text();
            // Its own old name never stands in its way.
            remove(next.getValue());
            if (isFree(target)) {
                ordered.add(next.getKey());
                moves.remove();
            } else {
                add(next.getValue());
            }
        }
        return ordered.size() > before;
    }

    private boolean isFree(String target) {
        if (below.getOrDefault(target, 0) > 0) {
            return false;
        }
        boolean[] isBelowOne = {false};
        forEachAbove(target, path -> isBelowOne[0] |= sources.contains(path));
        return !isBelowOne[0];
    }

    private void add(String source) {
        sources.add(source);
        forEachAbove(source, path -> below.merge(path, 1, Integer::sum));
    }

    private void remove(String source) {
        sources.remove(source);
        forEachAbove(source, path -> below.merge(path, -1, Integer::sum));
    }

    private static void forEachAbove(String path, Consumer<String> action) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            action.accept(path.substring(0, end));
        }
    }
}
