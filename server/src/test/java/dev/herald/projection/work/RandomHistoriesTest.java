package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {
    private static final ProjectId P = new ProjectId("p");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private long atMillis = 1_700_000_000_000L;

    /** Beside a fold that is slow and plain; and from any snapshot as from the start. */
    @Test
    void everyHistoryIsFoldedAsThePlainFoldDoes() {
        for (int round = 0; round < 60; round++) {
            String of = "seed " + seed + ", round " + round;
            Folding one = new Folding(new WorkProjection());
            Folding other = new Folding(new WorkProjection());
            SlowTasks slow = new SlowTasks();
            int tasks = 2 + random.nextInt(12);
            for (int i = 0; i < 120; i++) {
                RandomTasks.Update update = RandomTasks.update(random, tasks);
                atMillis += random.nextInt(200);
                Position at = one.event(atMillis, update.json()).position();
                slow.fold(update, at);
                if (random.nextInt(10) == 0) {
                    other.restarted();
                }
                ProjectWork before = other.state(WorkProjection.NAME).view(P);
                Map<String, Boolean> leaves = leaves(before);
                other.event(atMillis, update.json());
                assertThat(touched(other)).as(of + ", event " + i).isEqualTo(changed(before, leaves, other));
                compare(of + ", event " + i, one.state(WorkProjection.NAME), slow);
            }
            assertThat(other.saved(new WorkProjection())).as(of).isEqualTo(one.saved(new WorkProjection()));
            assertThat(other.derived()).as(of).isEqualTo(one.derived());
        }
    }

    private static void compare(String of, WorkState state, SlowTasks slow) {
        ProjectWork view = Objects.requireNonNull(state.view(P));
        assertThat(view.all()).as(of).extracting(Task::id).containsExactlyInAnyOrderElementsOf(slow.ids());
        assertThat(view.leaves()).as(of).extracting(Task::id).containsExactlyInAnyOrderElementsOf(slow.leaves());
        assertThat(state.taskCount(P)).as(of).isEqualTo(slow.ids().size());
        for (Task task : view.all()) {
            Map<String, @Nullable Object> fields = TaskFields.of(task);
            for (String name : List.of(
                    "title",
                    "description",
                    "status",
                    "assignee",
                    "estimate",
                    "due_date",
                    "labels",
                    "parent_id",
                    "depends_on")) {
                assertThat(fields.get(name)).as(of + ", " + name).isEqualTo(slow.field(task.id(), name));
            }
            assertThat(task.history().created().at()).as(of).isEqualTo(slow.created(task.id()));
            assertThat(task.history().started()).as(of).isEqualTo(slow.started(task.id()));
            assertThat(task.history().finished()).as(of).isEqualTo(slow.finished(task.id()));
            assertThat(state.isLeaf(P, task.id())).as(of).isEqualTo(view.isLeaf(task));
            assertThat(view.children(task.id()).isEmpty()).as(of).isEqualTo(view.isLeaf(task));
            assertThat(view.children(task.id()))
                    .as(of)
                    .allMatch(child -> task.id()
                            .equals(Objects.requireNonNull(view.task(child)).parentId()));
        }
        Double percentage = state.tally(P).percentage();
        Double plain = slow.percentage();
        assertThat(percentage == null).as(of).isEqualTo(plain == null);
        if (percentage != null && plain != null) {
            assertThat(percentage).as(of).isBetween(0.0, 100.0).isCloseTo(plain, within(1e-9));
        }
    }

    private static Map<String, Boolean> leaves(@Nullable ProjectWork work) {
        Map<String, Boolean> leaves = new TreeMap<>();
        if (work != null) {
            work.all().forEach(task -> leaves.put(task.id(), work.isLeaf(task)));
        }
        return leaves;
    }

    private static Set<String> touched(Folding folding) {
        Set<String> ids = new HashSet<>();
        folding.state(WorkProjection.NAME).touched().forEach(task -> ids.add(task.id()));
        return ids;
    }

    /** What is another task than before, or is a leaf now, or is none any more. */
    private static Set<String> changed(@Nullable ProjectWork before, Map<String, Boolean> leaves, Folding folding) {
        ProjectWork now =
                Objects.requireNonNull(folding.state(WorkProjection.NAME).view(P));
        Set<String> ids = new HashSet<>();
        List<Task> known = new ArrayList<>(now.all());
        known.addAll(now.deleted());
        List<Task> old = new ArrayList<>(before == null ? List.of() : before.all());
        old.addAll(before == null ? List.of() : before.deleted());
        for (Task task : known) {
            boolean isOther = old.stream().noneMatch(was -> was == task);
            Boolean wasLeaf = leaves.get(task.id());
            boolean hasTurned = !task.isDeleted() && wasLeaf != null && wasLeaf != now.isLeaf(task);
            if (isOther || hasTurned) {
                ids.add(task.id());
            }
        }
        return ids;
    }

    /** Events of tasks that have nothing to do with each other may come in any order. */
    @Test
    void independentTasksAreTheSameInAnyOrder() {
        for (int round = 0; round < 30; round++) {
            List<List<String>> lives = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                List<String> life = new ArrayList<>();
                for (int i = random.nextInt(10); i >= 0; i--) {
                    life.add(RandomTasks.alone(random, "t" + task).json());
                }
                lives.add(life);
            }
            assertThat(folded(lives)).as("seed " + seed + ", round " + round).isEqualTo(folded(lives));
        }
    }

    /** In an order of its own. @return what is not a position, a version or a place */
    private List<Object> folded(List<List<String>> lives) {
        List<Integer> turns = new ArrayList<>();
        for (int life = 0; life < lives.size(); life++) {
            turns.addAll(Collections.nCopies(lives.get(life).size(), life));
        }
        Collections.shuffle(turns, random);
        int[] next = new int[lives.size()];
        Folding folding = new Folding(new WorkProjection());
        for (int life : turns) {
            folding.event(atMillis++, lives.get(life).get(next[life]++));
        }
        WorkState state = folding.state(WorkProjection.NAME);
        Map<String, Map<String, @Nullable Object>> tasks = new TreeMap<>();
        for (Task task : Objects.requireNonNull(state.view(P)).all()) {
            Map<String, @Nullable Object> fields = TaskFields.of(task);
            fields.remove("created_at");
            tasks.put(task.id(), fields);
        }
        return List.of(tasks, state.tally(P), state.taskCount(P));
    }
}
