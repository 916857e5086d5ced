package dev.herald.projection.work;

import dev.herald.event.Position;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fold of tasks as one would write it who need not be fast: everything is looked at anew each time. One thread. */
final class SlowTasks {
    private final Map<String, Map<String, @Nullable Object>> tasks = new LinkedHashMap<>();
    private final Map<String, List<Map.Entry<Position, String>>> statuses = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();

    void fold(RandomTasks.Update update, Position at) {
        String id = update.id();
        if ("deleted".equals(update.action())) {
            if (tasks.remove(id) != null) {
                deleted.add(id);
            }
            return;
        }
        if (deleted.contains(id)) {
            if (!"created".equals(update.action())) {
                return;
            }
            deleted.remove(id);
        }
        if (!tasks.containsKey(id)) {
            tasks.put(
                    id,
                    new HashMap<>(Map.of("status", "todo", "title", "", "labels", List.of(), "depends_on", List.of())));
            statuses.put(id, new ArrayList<>());
        }
        Map<String, @Nullable Object> task = Objects.requireNonNull(tasks.get(id));
        update.fields().forEach((name, value) -> {
            if (!name.equals("parent_id") || !isCircle(id, (String) value)) {
                task.put(name, value);
            }
        });
        Objects.requireNonNull(statuses.get(id))
                .add(Map.entry(at, (String) Objects.requireNonNull(task.get("status"))));
    }

    private boolean isCircle(String id, @Nullable String parent) {
        for (String above = parent; above != null; above = parent(above)) {
            if (above.equals(id)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String parent(String id) {
        Map<String, @Nullable Object> task = tasks.get(id);
        return task == null ? null : (String) task.get("parent_id");
    }

    Set<String> ids() {
        return tasks.keySet();
    }

    @Nullable
    Object field(String id, String name) {
        return Objects.requireNonNull(tasks.get(id)).get(name);
    }

    Set<String> leaves() {
        Set<String> leaves = new HashSet<>(tasks.keySet());
        tasks.values().forEach(task -> leaves.remove(task.get("parent_id")));
        return leaves;
    }

    @Nullable
    Position started(String id) {
        for (Map.Entry<Position, String> one : Objects.requireNonNull(statuses.get(id))) {
            if (List.of("in_progress", "in_review", "blocked", "done").contains(one.getValue())) {
                return one.getKey();
            }
        }
        return null;
    }

    @Nullable
    Position finished(String id) {
        Position finished = null;
        String before = "";
        for (Map.Entry<Position, String> one : Objects.requireNonNull(statuses.get(id))) {
            if (!one.getValue().equals("done")) {
                finished = null;
            } else if (!before.equals("done")) {
                finished = one.getKey();
            }
            before = one.getValue();
        }
        return finished;
    }

    Position created(String id) {
        return Objects.requireNonNull(statuses.get(id)).getFirst().getKey();
    }

    /** 100 times the weight of what is done, by the weight of what is not cancelled; null for nothing. */
    @Nullable
    Double percentage() {
        List<String> counted = leaves().stream()
                .filter(id -> !"cancelled".equals(field(id, "status")))
                .toList();
        boolean isByEstimate =
                counted.stream().allMatch(id -> field(id, "estimate") instanceof Double points && points > 0);
        BigDecimal all = BigDecimal.ZERO;
        BigDecimal done = BigDecimal.ZERO;
        for (String id : counted) {
            BigDecimal weight = isByEstimate ? new BigDecimal(String.valueOf(field(id, "estimate"))) : BigDecimal.ONE;
            all = all.add(weight);
            done = "done".equals(field(id, "status")) ? done.add(weight) : done;
        }
        return counted.isEmpty()
                ? null
                : (Double) done.multiply(BigDecimal.valueOf(100))
                        .divide(all, MathContext.DECIMAL128)
                        .doubleValue();
    }
}
