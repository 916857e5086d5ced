package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Folding;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkProjectionTest {
    private static final ProjectId P = new ProjectId("p");

    private final Folding folding = new Folding(new WorkProjection());
    private long millis = 1_000_000;

    @Test
    void whatIsAbsentStaysAndNullClears() {
        task(
                "'task_id':'T-1','title':'Door','assignee':'ann','estimate':3,'labels':['a',7,{}],'due_date':'2026-03-04'");
        task("'task_id':'T-1','status':'in_progress','assignee':null,'estimate':null");
        Task task = one("T-1");
        assertThat(task.title()).isEqualTo("Door");
        assertThat(task.status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(task.assignee()).isNull();
        assertThat(task.estimate()).isNull();
        assertThat(task.dueDate()).isEqualTo("2026-03-04");
        assertThat(task.labels()).containsExactly("a", "7");
        assertThat(task.version()).isEqualTo(2);
    }

    @Test
    void anIdIsTheSameAsNumberAndAsText() {
        task("'task_id':12,'title':'Door'");
        task("'task_id':'12','status':'done'");
        task("'task_id':13,'parent_id':12");
        assertThat(all()).containsExactly("12", "13");
        assertThat(one("12").status()).isEqualTo(Status.DONE);
        assertThat(view().children("12")).containsExactly("13");
    }

    @Test
    void onlyACreationBringsBackWhatWasDeletedAndAnew() {
        task("'task_id':'a','title':'Door','assignee':'ann','estimate':3");
        task("'task_id':'a','action':'deleted'");
        Position deleted = one("a").updated();
        task("'task_id':'a','action':'deleted'");
        task("'task_id':'a','action':'updated','title':'Window'");
        assertThat(all()).isEmpty();
        assertThat(one("a").isDeleted()).isTrue();
        assertThat(one("a").updated()).isEqualTo(deleted);
        assertThat(one("a").changed()).as("the last event about it").isEqualTo(folding.position());
        long version = one("a").version();
        task("'task_id':'a','action':'created','title':'Window'");
        assertThat(all()).containsExactly("a");
        assertThat(one("a").assignee()).isNull();
        assertThat(one("a").estimate()).isNull();
        assertThat(one("a").version()).isEqualTo(version + 1);
        assertThat(one("a").history().created().at()).isEqualTo(folding.position());
    }

    @Test
    void theDeletionOfAnUnknownTaskIsRememberedForGuardsAlone() {
        task("'task_id':'a','action':'deleted'");
        Position deletion = folding.position();
        assertThat(state().task(P, "a")).isNull();
        assertThat(state().changed(P, "a")).isEqualTo(deletion);
        folding.restarted();
        assertThat(state().changed(P, "a")).isEqualTo(deletion);
        task("'task_id':'a','title':'late'");
        assertThat(all()).containsExactly("a");
        assertThat(state().changed(P, "a")).isEqualTo(folding.position());
    }

    @Test
    void anEventThatChangesNothingIsNoVersion() {
        task("'task_id':'a','title':'Door','labels':['x']");
        Position first = folding.position();
        task("'task_id':'a','title':'Door','labels':['x'],'version':77,'created_at':'2020-01-01T00:00:00Z'");
        assertThat(one("a").version()).isEqualTo(1);
        assertThat(one("a").updated()).isEqualTo(first);
        assertThat(one("a").changed()).isEqualTo(folding.position());
    }

    @Test
    void unknownParentsMakeNoParentAndWaitedForOnesDo() {
        task("'task_id':'child','parent_id':'late'");
        assertThat(leaves()).containsExactly("child");
        assertThat(view().children("late")).isEmpty();
        task("'task_id':'late'");
        assertThat(leaves()).containsExactly("child");
        assertThat(view().children("late")).containsExactly("child");
        assertThat(state().touched()).extracting(Task::id).containsExactly("late");
        task("'task_id':'child','status':'cancelled'");
        assertThat(leaves()).as("a cancelled child still makes a parent").containsExactly("child");
        task("'task_id':'child','action':'deleted'");
        assertThat(leaves()).containsExactly("late");
        assertThat(state().touched()).extracting(Task::id).containsExactlyInAnyOrder("late", "child");
    }

    @Test
    void whoStopsWaitingIsNoChildWhenTheParentComes() {
        task("'task_id':'child','parent_id':'x'");
        task("'task_id':'child','parent_id':'y'");
        task("'task_id':'other','parent_id':'y'");
        task("'task_id':'other','action':'deleted'");
        task("'task_id':'x'");
        task("'task_id':'y'");
        assertThat(leaves()).containsExactly("child", "x");
        assertThat(view().children("y")).containsExactly("child");
    }

    @Test
    void theEventThatClosesACircleChangesEverythingButTheParent() {
        task("'task_id':'a','parent_id':'a','title':'itself'");
        assertThat(one("a").parentId()).isNull();
        task("'task_id':'b','parent_id':'a'");
        task("'task_id':'c','parent_id':'b'");
        task("'task_id':'a','parent_id':'c','title':'New','status':'done'");
        assertThat(one("a").parentId()).isNull();
        assertThat(one("a").title()).isEqualTo("New");
        assertThat(one("a").status()).isEqualTo(Status.DONE);
        assertThat(leaves()).containsExactly("c");
    }

    @Test
    void whoComesLateDoesNotCloseACircleEither() {
        task("'task_id':'b','parent_id':'a'");
        task("'task_id':'c','parent_id':'b'");
        task("'task_id':'a','parent_id':'c'");
        assertThat(one("a").parentId()).isNull();
        assertThat(leaves()).containsExactly("c");
        // While it is deleted there is no circle, and when it comes back it would close it.
        task("'task_id':'a','action':'deleted'");
        task("'task_id':'a','action':'created','parent_id':'c'");
        assertThat(one("a").parentId()).isNull();
    }

    @Test
    void dependenciesMayGoInACircle() {
        task("'task_id':'a','depends_on':['b',3]");
        task("'task_id':'b','depends_on':['a']");
        assertThat(one("a").dependsOn()).containsExactly("b", "3");
        assertThat(one("b").dependsOn()).containsExactly("a");
    }

    @Test
    void aProjectIsKnownFromItsFirstEventAndBackByItsOwnAlone() {
        folding.event(millis, "{'type':'file_change','project_id':'p','data':{'file_path':'a'}}");
        assertThat(project().created()).isEqualTo(folding.position());
        assertThat(project().version()).isEqualTo(1);
        assertThat(project().changed()).isEqualTo(Position.ORIGIN);
        update("'project_name':'Pea','due_date':'2026-05-01','time_zone':'Europe/Berlin','description':'x'");
        update("'description':null,'status':'paused'");
        assertThat(project().name()).isEqualTo("Pea");
        assertThat(project().description()).isNull();
        assertThat(project().status()).isEqualTo("paused");
        assertThat(project().zone().getId()).isEqualTo("Europe/Berlin");
        assertThat(project().version()).isEqualTo(3);
        task("'task_id':'a'");
        folding.event(millis, "{'type':'project.deleted','project_id':'p','data':{}}");
        assertThat(state().projects()).isEmpty();
        assertThat(all()).isEmpty();
        folding.event(millis, "{'type':'file_change','project_id':'p','data':{'file_path':'a'}}");
        task("'task_id':'b','action':'created'");
        assertThat(state().projects()).isEmpty();
        assertThat(all()).isEmpty();
        update("'status':'active'");
        assertThat(project().isDeleted()).isFalse();
        assertThat(project().name()).isNull();
        assertThat(project().created()).isEqualTo(folding.position());
        assertThat(project().version()).isEqualTo(5);
        task("'task_id':'a','title':'late'");
        task("'task_id':'b'");
        assertThat(all()).containsExactly("b");
    }

    @Test
    void settingsAreMergedByName() {
        update("'settings':{'thresholds':{'a':1,'b':2},'people':{'ann':['x']},'production':['live']}");
        update("'settings':{'thresholds':{'b':null,'c':3},'people':null}");
        assertThat(project().settings().members().all().keySet()).containsExactly("thresholds", "production");
        assertThat(project().settings().members().object("thresholds").all().toString())
                .isEqualTo("{a=1, c=3}");
        long version = project().version();
        update("'settings':{'production':['live']}");
        assertThat(project().version()).isEqualTo(version);
    }

    @Test
    void whatWasShownDoesNotChange() {
        for (int i = 0; i < 1_000; i++) {
            task("'task_id':'t" + i + "'");
        }
        ProjectWork before = view();
        assertThat(view()).isSameAs(before);
        task("'task_id':'t5','status':'done','parent_id':'t6'");
        for (int i = 1_000; i < 3_000; i++) {
            task("'task_id':'t" + i + "'");
        }
        task("'task_id':'t7','action':'deleted'");
        assertThat(before.all()).hasSize(1_000);
        assertThat(before.leaves()).hasSize(1_000);
        assertThat(Objects.requireNonNull(before.task("t5")).status()).isEqualTo(Status.TODO);
        assertThat(before.task("t7")).isNotNull();
        assertThat(before.task("t2000")).isNull();
        assertThat(view().all()).hasSize(2_999);
        assertThat(view().leaves()).hasSize(2_998);
        assertThat(view().task("t7")).isNull();
        assertThat(view().deleted()).extracting(Task::id).containsExactly("t7");
        assertThat(view().task("t2999")).isNotNull();
        assertThat(state().taskCount(P)).isEqualTo(2_999);
    }

    @Test
    void idsThatNobodyGaveCountOn() {
        assertThat(state().nextTaskId(P)).isEqualTo("T-1");
        task("'task_id':'T-7'");
        task("'task_id':'T-7','action':'deleted'");
        task("'task_id':'T-x'");
        assertThat(state().nextTaskId(P)).isEqualTo("T-8");
        task("'task_id':'T-999999999999999'");
        task("'task_id':'" + state().nextTaskId(P) + "'");
        assertThat(state().nextTaskId(P)).isEqualTo("T-1000000000000001");
    }

    private void task(String data) {
        folding.event(millis++, "{'type':'task_update','project_id':'p','data':{" + data + "}}");
    }

    private void update(String data) {
        folding.event(millis++, "{'type':'project.updated','project_id':'p','data':{" + data + "}}");
    }

    private WorkState state() {
        return folding.state(WorkProjection.NAME);
    }

    private Project project() {
        return Objects.requireNonNull(state().project(P));
    }

    private ProjectWork view() {
        return Objects.requireNonNull(state().view(P));
    }

    private Task one(String id) {
        return Objects.requireNonNull(state().task(P, id));
    }

    private List<String> all() {
        return view().all().stream().map(Task::id).toList();
    }

    private List<String> leaves() {
        return view().leaves().stream().map(Task::id).toList();
    }
}
