package dev.herald.command;

import dev.herald.event.Draft;
import dev.herald.event.Fault;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import dev.herald.fold.States;
import dev.herald.projection.Members;
import dev.herald.projection.work.ProjectWork;
import dev.herald.projection.work.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes many tasks at once: those whose ids are known are changed, the others made. All of it or nothing,
 * unless a part is wanted. They may name each other in any order.
 */
public final class TaskImport implements Command<TaskImport.Sight, TaskImport.Imported> {
    /** Faults that are told. */
    static final int FAULTS_MAX = 100;

    private final ProjectId project;
    private final List<Row> rows;
    private final boolean isPartial;
    private final Author author;
    private final TaskNumbers numbers;
    private List<String> taken = List.of();
    private Imported imported = new Imported(0, List.of());

    /**
     * What it sees.
     *
     * @param work null for a project that is not known or deleted
     * @param asOf up to where this is known
     */
    public record Sight(@Nullable ProjectWork work, Position asOf, String nextId) {}

    /**
     * What came of it.
     *
     * @param imported how many tasks are as the file says
     * @param faults of the others
     */
    public record Imported(int imported, List<RowFault> faults) {}

    /** A row on its way. */
    private record Made(Row row, String id, Draft draft) {}

    public TaskImport(ProjectId project, List<Row> rows, boolean isPartial, Author author, TaskNumbers numbers) {
        this.project = project;
        this.rows = List.copyOf(rows);
        this.isPartial = isPartial;
        this.author = author;
        this.numbers = numbers;
    }

    @Override
    public Sight look(States states) {
        TaskSight of = TaskSight.of(states, project, null);
        return new Sight(of.work(), of.asOf(), of.nextId());
    }

    @Override
    public Decision decide(Sight sight) {
        end();
        Denial forbidden = author.denial(KnownType.TASK_UPDATE, project);
        ProjectWork work = sight.work();
        if (forbidden != null || work == null) {
            return new Decision.Denied(forbidden != null ? forbidden : TaskSight.noProject(project));
        }
        Map<Integer, RowFault> faults = new TreeMap<>();
        Map<String, Row> byId = named(sight, faults);
        TaskGraph graph = new TaskGraph(work);
        List<Made> made = new ArrayList<>();
        int unchanged = 0;
        for (Map.Entry<String, Row> one : byId.entrySet()) {
            Task before = work.task(one.getKey());
            Map<String, @Nullable Object> after =
                    TaskRules.after(before, one.getKey(), one.getValue().asked());
            boolean isSame = before != null && TaskRules.changes(before, after).isEmpty();
            Draft draft = write(one.getValue(), before, after, sight, faults);
            if (draft != null && isSame) {
                unchanged++;
            } else if (draft != null) {
                made.add(new Made(one.getValue(), one.getKey(), draft));
                Object parent = after.get("parent_id");
                graph.add(
                        one.getValue().number(),
                        one.getKey(),
                        parent instanceof String named ? named : null,
                        TaskRules.texts(after.get("depends_on")));
            }
        }
        faults.putAll(graph.check());
        List<Draft> drafts = made.stream()
                .filter(one -> !faults.containsKey(one.row().number()))
                .map(Made::draft)
                .toList();
        return decision(drafts, unchanged, faults);
    }

    private Decision decision(List<Draft> drafts, int unchanged, Map<Integer, RowFault> faults) {
        List<RowFault> told = faults.values().stream().limit(FAULTS_MAX).toList();
        boolean isAllWrong = drafts.isEmpty() && unchanged == 0;
        if (!faults.isEmpty() && (!isPartial || isAllWrong)) {
            return new Decision.Denied(new Denial.InvalidRows(told, faults.size(), rows.size()));
        }
        imported = new Imported(drafts.size() + unchanged, told);
        // Their places are those among what is kept, so that a repetition finds the first.
        List<Draft> placed = new ArrayList<>(drafts.size());
        for (int place = 0; place < drafts.size(); place++) {
            placed.add(author.placed(drafts.get(place), place));
        }
        return placed.isEmpty() ? new Decision.Nothing("") : new Decision.Tell("", placed);
    }

    /** Which row is about which task; the last of several with one id is refused. */
    private Map<String, Row> named(Sight sight, Map<Integer, RowFault> faults) {
        Map<String, Row> byId = LinkedHashMap.newLinkedHashMap(rows.size());
        long from = Long.parseLong(sight.nextId().substring(TaskNumbers.PREFIX.length()));
        int nameless = 0;
        for (Row row : rows) {
            String id = row.asked().reference("task_id");
            nameless += id == null && row.defect() == null ? 1 : 0;
            from = id == null ? from : Math.max(from, TaskNumbers.number(id) + 1);
        }
        taken = numbers.take(project, TaskNumbers.PREFIX + from, nameless);
        int next = 0;
        for (Row row : rows) {
            String given = row.asked().reference("task_id");
            if (row.defect() != null) {
                faults.put(row.number(), new RowFault(row.number(), "", row.defect()));
                continue;
            }
            String id = given == null ? taken.get(next++) : given;
            if (byId.containsKey(id)) {
                faults.put(
                        row.number(),
                        new RowFault(
                                row.number(),
                                "/task_id",
                                "is the id of row " + byId.get(id).number() + " too"));
            } else {
                byId.put(id, row);
            }
        }
        return byId;
    }

    private @Nullable Draft write(
            Row row,
            @Nullable Task before,
            Map<String, @Nullable Object> after,
            Sight sight,
            Map<Integer, RowFault> faults) {
        String id = String.valueOf(after.get("task_id"));
        Checks checks = TaskRules.ofRow(row.asked(), project, before == null);
        if (before == null && !Room.isId(id)) {
            checks.add("/task_id", "must be an id that matches [A-Za-z0-9._-]{1,128}");
        }
        Statement told = TaskRules.told(project, after, before, before == null ? "created" : "updated");
        Decision decision = checks.orElse(author.tell(id, told, sight.asOf()));
        return switch (decision) {
            case Decision.Tell(String _, List<Draft> drafts) -> drafts.getFirst();
            case Decision.Denied(Denial.Invalid(List<Fault> wrong)) -> {
                Fault first = wrong.getFirst();
                faults.put(row.number(), new RowFault(row.number(), first.pointer(), first.detail()));
                yield null;
            }
            case Decision.Denied(Denial denial) -> {
                faults.put(row.number(), new RowFault(row.number(), "", denial.detail()));
                yield null;
            }
            case Decision.Nothing _ -> null;
        };
    }

    @Override
    public String about(Members data) {
        return "";
    }

    @Override
    public Imported show(States states, String about) {
        return imported;
    }

    @Override
    public void end() {
        numbers.giveBack(project, taken);
        taken = List.of();
    }
}
