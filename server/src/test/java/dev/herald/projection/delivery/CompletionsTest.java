package dev.herald.projection.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.TaskUpdate;
import dev.herald.projection.Derived;
import dev.herald.projection.Folding;
import dev.herald.projection.work.Status;
import dev.herald.projection.work.WorkProjection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private static final ProjectId P = new ProjectId("p");

    private final Folding folding = new Folding(new WorkProjection(), new DeliveryProjection());
    private long millis = 1_770_000_000_000L;

    @Test
    void aCommitCompletesWhatItCloses() {
        task("'task_id':'T-1','title':'Door','assignee':'ann','status':'in_progress'");
        Position known = folding.position();
        task("'task_id':'T-2'");
        Event commit = commit("a", "closes T-1, refs T-2", "");
        Derived told = told().getFirst();
        assertThat(told().size()).isEqualTo(1);
        assertThat(told.key()).isEqualTo("task:p:T-1:" + commit.position());
        assertThat(told.cause()).isEqualTo(commit.position());
        assertThat(told.unchangedSince()).isEqualTo(known);
        TaskUpdate update = (TaskUpdate) told.payload();
        assertThat(update.action()).isEqualTo(TaskUpdate.Action.UPDATED);
        assertThat(update.task().get("title")).isEqualTo("Door");
        assertThat(update.task().get("assignee")).isEqualTo("ann");
        assertThat(update.task().get("status")).isEqualTo("done");
        assertThat(update.changes())
                .isEqualTo(java.util.Map.of("status", new TaskUpdate.Change("in_progress", "done")));
        folding.fold(told.payload().draft("herald", P).withCause(told.cause()), millis);
        assertThat(Objects.requireNonNull(folding.state(WorkProjection.NAME).task(P, "T-1"))
                        .status())
                .isEqualTo(Status.DONE);
        task("'task_id':'T-1','status':'todo'");
        assertThat(told()).as("opened again on purpose").hasSize(1);
    }

    @Test
    void referencesThatTheSourceFoundCountToo() {
        task("'task_id':'AB-1'");
        task("'task_id':'T-7'");
        commit("a", "", ",'task_refs':[{'task_id':'AB-1','action':'closes'},{'task_id':'T-7','action':'refs'},7]");
        assertThat(ids()).containsExactly("AB-1");
        commit("b", "fixes #7", "");
        assertThat(ids()).containsExactly("AB-1", "T-7");
    }

    @Test
    void whatHasEndedOrIsUnknownOrElsewhereIsLeftAlone() {
        task("'task_id':'T-1','status':'done'");
        task("'task_id':'T-2','status':'cancelled'");
        task("'task_id':'T-3'");
        task("'task_id':'T-3','action':'deleted'");
        folding.event(millis++, "{'type':'task_update','project_id':'q','data':{'task_id':'T-4'}}");
        commit("a", "closes T-1, T-2, T-3, T-4, T-5", "");
        assertThat(told()).isEmpty();
    }

    @Test
    void aCommitThatIsToldTwiceCompletesOnce() {
        task("'task_id':'T-1'");
        commit("a", "closes T-1", "");
        seen();
        task("'task_id':'T-1','status':'in_progress'");
        commit("a", "closes T-1", "");
        assertThat(told()).hasSize(1);
        commit("b", "closes T-1", "");
        assertThat(told()).hasSize(2);
    }

    @Test
    void anUpdateThatComesFirstIsKept() {
        task("'task_id':'T-1','title':'Door'");
        commit("a", "closes T-1", "");
        task("'task_id':'T-1','title':'Window'");
        folding.restarted();
        task("'task_id':'T-1','assignee':'ann'");
        assertThat(told())
                .hasSize(3)
                .extracting(Derived::key)
                .containsOnly(told().getFirst().key());
        TaskUpdate last = (TaskUpdate) told().getLast().payload();
        assertThat(last.task().get("title")).isEqualTo("Window");
        assertThat(last.task().get("assignee")).isEqualTo("ann");
        assertThat(told().getLast().unchangedSince()).isEqualTo(folding.position());
        task("'task_id':'T-1','status':'cancelled'");
        task("'task_id':'T-1','status':'todo'");
        assertThat(told()).as("who ended it decided").hasSize(3);
    }

    @Test
    void whatIsOldIsNotToldAgain() {
        task("'task_id':'T-1'");
        commit("a", "closes T-1", "");
        millis += Completions.AGE_MILLIS + 10;
        task("'task_id':'T-1','title':'x'");
        assertThat(told()).hasSize(1);
        commit("b", "closes T-1", "");
        assertThat(told()).hasSize(2);
    }

    @Test
    void aMergedPullRequestCompletesWhatItNames() {
        for (int i = 1; i <= 4; i++) {
            task("'task_id':'T-" + i + "'");
        }
        pull("pr.created", "'pr_id':7,'title':'T-1: a door (#4)','description':'Closes T-2, see T-3','status':'open'");
        folding.restarted();
        pull("pr.updated", "'pr_id':7,'status':'open'");
        assertThat(told()).isEmpty();
        pull("pr.closed", "'pr_id':7,'status':'merged'");
        assertThat(ids()).containsExactlyInAnyOrder("T-1", "T-2");
        told().forEach(one -> seen(one));
        task("'task_id':'T-1','status':'in_progress'");
        pull("pr.updated", "'pr_id':7,'status':'merged','title':'T-1: a door'");
        assertThat(ids()).as("it is merged once").hasSize(2);
    }

    @Test
    void aPullRequestThatIsOnlyClosedCompletesNothing() {
        task("'task_id':'T-1'");
        pull("pr.created", "'pr_id':7,'title':'closes T-1'");
        pull("pr.closed", "'pr_id':7,'status':'closed'");
        assertThat(told()).isEmpty();
        pull("pr.updated", "'pr_id':7,'status':'merged'");
        assertThat(ids()).containsExactly("T-1");
    }

    @Test
    void whatIsToldIsAlwaysAnEvent() {
        String many = ("'" + "x".repeat(90) + "',").repeat(8_000) + "'y'";
        task("'task_id':'T-1','labels':[" + many + "]");
        task("'task_id':'T-1','depends_on':[" + many + "]");
        commit("a", "closes T-1", "");
        assertThat(told().getFirst().payload().draft("herald", P)).isNotNull();
        String strange = "\\u0001\\ud800%".repeat(60) + "9";
        task("'task_id':'" + strange + "'");
        commit("b", "", ",'task_refs':[{'task_id':'" + strange + "','action':'closes'}]");
        assertThat(told()).hasSize(2);
        assertThat(told().getLast().key()).hasSizeLessThan(400).matches("[!-~]+");
    }

    private Event task(String data) {
        return folding.event(millis++, "{'type':'task_update','project_id':'p','data':{" + data + "}}");
    }

    private void pull(String type, String data) {
        folding.event(millis++, "{'type':'" + type + "','project_id':'p','data':{" + data + "}}");
    }

    private Event commit(String hash, String message, String more) {
        return folding.event(
                millis++,
                "{'type':'commit','project_id':'p','data':{'commit_hash':'" + hash + "','message':'" + message + "'"
                        + more + "}}");
    }

    private void seen() {
        seen(told().getLast());
    }

    private void seen(Derived one) {
        folding.fold(one.payload().draft("herald", P).withCause(one.cause()), millis++);
    }

    private List<Derived> told() {
        return folding.derived().stream()
                .filter(one -> one.payload() instanceof TaskUpdate)
                .toList();
    }

    private List<Object> ids() {
        return told().stream()
                .map(one -> (Object) ((TaskUpdate) one.payload()).task().get("task_id"))
                .toList();
    }
}
