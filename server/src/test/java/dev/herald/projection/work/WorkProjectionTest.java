package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.ProgressUpdate;
import dev.herald.projection.Derived;
import dev.herald.projection.Folding;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkProjectionTest {
    private static final ProjectId P = new ProjectId("p");

    private final Folding folding = new Folding(new WorkProjection());
    private long atMillis = 1_700_000_000_000L;

    @Test
    void theFirstEventOfAnUnknownProjectCreatesIt() {
        Event first = event("{'type':'file_change','project_id':'p','data':{'file_path':'a'}}");
        Project project = work().project(P);
        assertThat(project).isNotNull();
        assertThat(project.created()).isEqualTo(first.position());
        assertThat(project.changed()).isEqualTo(Position.ORIGIN);
        assertThat(project.status()).isEqualTo("active");
    }

    @Test
    void whatIsAbsentStaysAndNullClears() {
        task("'task_id':'a','title':'one','assignee':'ann','estimate':3,'labels':['x',7],'due_date':'2026-01-02'");
        task("'task_id':'a','assignee':null,'status':'in_progress'");
        Task task = find("a");
        assertThat(task.title()).isEqualTo("one");
        assertThat(task.assignee()).isNull();
        assertThat(task.estimate()).isEqualTo(3);
        assertThat(task.labels()).containsExactly("x", "7");
        assertThat(task.status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(task.version()).isEqualTo(2);
    }

    @Test
    void anIdIsTheSameAsNumberAndAsText() {
        task("'task_id':12,'title':'one'");
        task("'task_id':'12','title':'two'");
        assertThat(find("12").title()).isEqualTo("two");
    }

    @Test
    void afterADeletionOnlyACreationBringsTheTaskBackAnew() {
        task("'task_id':'a','title':'one','assignee':'ann','status':'done'");
        task("'task_id':'a','action':'deleted'");
        Event again = task("'task_id':'a','action':'deleted'");
        assertThat(work().taskCount(P)).isZero();
        assertThat(work().changed(P, "a")).isEqualTo(again.position());
        Event update = task("'task_id':'a','title':'two'");
        assertThat(work().taskCount(P)).isZero();
        assertThat(work().changed(P, "a")).isEqualTo(update.position());
        assertThat(find("a").version()).isEqualTo(2);
        task("'task_id':'a','action':'created','title':'three'");
        assertThat(find("a").assignee()).isNull();
        assertThat(find("a").status()).isEqualTo(Status.TODO);
        assertThat(find("a").history().created().at()).isGreaterThan(update.position());
        assertThat(find("a").history().finished()).isNull();
        assertThat(find("a").version()).isEqualTo(3);
    }

    @Test
    void theDeletionOfAnUnknownTaskIsRememberedForGuardsAlone() {
        Event deletion = task("'task_id':'a','action':'deleted'");
        assertThat(work().task(P, "a")).isNull();
        assertThat(work().changed(P, "a")).isEqualTo(deletion.position());
        folding.restarted();
        assertThat(work().changed(P, "a")).isEqualTo(deletion.position());
        task("'task_id':'a','title':'x'");
        assertThat(find("a").title()).isEqualTo("x");
    }

    @Test
    void theEventThatClosesACircleChangesEverythingButTheParent() {
        task("'task_id':'a','parent_id':'b'");
        task("'task_id':'b','parent_id':'c'");
        task("'task_id':'c','parent_id':'a','title':'closes it'");
        assertThat(find("c").parentId()).isNull();
        assertThat(find("c").title()).isEqualTo("closes it");
        task("'task_id':'d','parent_id':'d'");
        assertThat(find("d").parentId()).isNull();
    }

    @Test
    void unknownParentsMakeNoneCancelledChildrenDoAndDeletedDoNot() {
        task("'task_id':'child','parent_id':'whole','status':'cancelled'");
        assertThat(work().view(P).leaves()).extracting(Task::id).containsExactly("child");
        task("'task_id':'whole'");
        assertThat(work().isLeaf(P, "whole")).isFalse();
        assertThat(work().view(P).leaves()).extracting(Task::id).containsExactly("child");
        task("'task_id':'child','action':'deleted'");
        assertThat(work().view(P).leaves()).extracting(Task::id).containsExactly("whole");
        assertThat(work().touched()).extracting(Task::id).containsExactlyInAnyOrder("child", "whole");
    }

    @Test
    void progressIsToldAtOnceAndThenFourTimesASecondAtMost() {
        task("'task_id':'a','status':'done'");
        assertThat(progress()).hasSize(1);
        long first = atMillis;
        for (int i = 0; i < 100; i++) {
            atMillis = first + 1 + i;
            task("'task_id':'t" + i + "'");
        }
        Position last = folding.position();
        assertThat(progress()).hasSize(1);
        folding.pass(first + Telling.EVERY_MILLIS - 1);
        assertThat(progress()).hasSize(1);
        folding.restarted();
        folding.pass(first + Telling.EVERY_MILLIS);
        assertThat(progress()).hasSize(2);
        Derived second = folding.derived().getLast();
        assertThat(second.cause()).isEqualTo(last);
        assertThat(second.key()).isEqualTo("progress:p:" + last);
        assertThat(progress().getLast().totalTasks()).isEqualTo(101);
        assertThat(progress().getLast().previousPercentage()).isEqualTo(100);
    }

    @Test
    void anUpdateThatLeavesProgressAsItWasTellsNone() {
        task("'task_id':'a','status':'done'");
        task("'task_id':'a','title':'other'");
        folding.pass(atMillis + 10_000);
        assertThat(progress()).hasSize(1);
    }

    @Test
    void aDeletedProjectIsGoneWithItsTasksUntilItIsUpdated() {
        task("'task_id':'a'");
        event("{'type':'project.updated','project_id':'p','data':{'project_name':'P','settings':{'x':1}}}");
        event("{'type':'project.deleted','project_id':'p','data':{}}");
        assertThat(work().projects()).isEmpty();
        event("{'type':'file_change','project_id':'p','data':{}}");
        task("'task_id':'b'");
        assertThat(work().projects()).isEmpty();
        folding.restarted();
        event("{'type':'project.updated','project_id':'p','data':{'status':'paused'}}");
        assertThat(work().project(P).name()).isNull();
        assertThat(work().project(P).version()).isEqualTo(4);
        assertThat(work().taskCount(P)).isZero();
    }

    @Test
    void settingsAreMergedByName() {
        event(
                "{'type':'project.updated','project_id':'p','data':{'settings':{'a':1,'b':{'c':2}},'time_zone':'Europe/Berlin'}}");
        event("{'type':'project.updated','project_id':'p','data':{'settings':{'a':null,'d':[3]}}}");
        assertThat(work().project(P).settings().members().all()).containsOnlyKeys("b", "d");
        assertThat(work().project(P).zone().getId()).isEqualTo("Europe/Berlin");
    }

    /** Against a reference that counts all leaves anew, on random histories; and from each snapshot as from the start. */
    @Test
    void randomHistoriesKeepTheirSums() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            Folding one = new Folding(new WorkProjection());
            Folding other = new Folding(new WorkProjection());
            for (int i = 0; i < 120; i++) {
                String json = RandomTasks.update(random, 12);
                atMillis += random.nextInt(200);
                one.event(atMillis, json);
                other.event(atMillis, json);
                if (random.nextInt(10) == 0) {
                    other.restarted();
                }
            }
            String of = "seed " + seed + ", round " + round;
            assertThat(other.saved(new WorkProjection())).as(of).isEqualTo(one.saved(new WorkProjection()));
            assertThat(other.derived()).as(of).isEqualTo(one.derived());
            reference(of, one.state(WorkProjection.NAME));
        }
    }

    private static void reference(String of, WorkState state) {
        ProjectWork view = state.view(P);
        ProjectWork again = ProjectWork.of(view.project(), view.all());
        assertThat(view.leaves()).as(of).isEqualTo(again.leaves());
        double weight = 0;
        double done = 0;
        int total = 0;
        boolean isByEstimate = true;
        for (Task leaf : again.leaves()) {
            assertThat(state.isLeaf(P, leaf.id())).as(of).isTrue();
            if (leaf.status() != Status.CANCELLED) {
                total++;
                isByEstimate &= leaf.estimate() != null && leaf.estimate() > 0;
            }
        }
        for (Task leaf : again.leaves()) {
            if (leaf.status() != Status.CANCELLED) {
                double own = isByEstimate ? leaf.estimate() : 1;
                weight += own;
                done += leaf.status() == Status.DONE ? own : 0;
            }
        }
        Tally.Progress progress = ((Work) state).held(P).tasks.tally().progress();
        assertThat(progress.total()).as(of).isEqualTo(total);
        if (total > 0) {
            assertThat(progress.percentage()).as(of).isCloseTo(100 * done / weight, within(1e-6));
        }
    }

    private Event task(String data) {
        return event("{'type':'task_update','project_id':'p','data':{" + data + "}}");
    }

    private Event event(String json) {
        return folding.event(atMillis, json);
    }

    private WorkState work() {
        return folding.state(WorkProjection.NAME);
    }

    private Task find(String id) {
        return work().task(P, id);
    }

    private List<ProgressUpdate> progress() {
        return folding.derived().stream()
                .map(Derived::payload)
                .map(ProgressUpdate.class::cast)
                .toList();
    }
}
