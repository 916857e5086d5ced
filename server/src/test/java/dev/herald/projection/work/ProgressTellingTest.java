package dev.herald.projection.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Event;
import dev.herald.event.payload.ProgressUpdate;
import dev.herald.projection.Derived;
import dev.herald.projection.Folding;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTellingTest {
    private final Folding folding = new Folding(new WorkProjection());

    @Test
    void aFirstChangeIsToldAtOnceAndWhatFollowsTogether() {
        Event first = task(1_000, "'task_id':'a','status':'done'");
        assertThat(told()).containsExactly("100.0 1/1 was null COUNT by " + first.position());
        Event second = task(1_100, "'task_id':'b'");
        Event third = task(1_249, "'task_id':'c'");
        assertThat(told()).hasSize(1);
        Event fourth = task(1_250, "'task_id':'d'");
        assertThat(told()).hasSize(2);
        assertThat(told().getLast()).endsWith("1/3 was 100.0 COUNT by " + third.position());
        folding.pass(1_499);
        assertThat(told()).hasSize(2);
        folding.pass(1_500);
        assertThat(told().getLast()).isEqualTo("25.0 1/4 was " + 100 * (1.0 / 3) + " COUNT by " + fourth.position());
        Event fifth = task(1_750, "'task_id':'d','status':'done'");
        assertThat(told().getLast()).isEqualTo("50.0 2/4 was 25.0 COUNT by " + fifth.position());
        assertThat(second.position()).isNotEqualTo(third.position());
        assertThat(folding.derived()).extracting(Derived::key).doesNotHaveDuplicates();
    }

    @Test
    void anImportTellsTwice() {
        for (int i = 0; i < 10_000; i++) {
            task(1_000 + i / 1_000, "'task_id':'t" + i + "'");
        }
        folding.pass(2_000);
        assertThat(told()).hasSize(2);
        assertThat(told().getLast()).startsWith("0.0 0/10000");
    }

    @Test
    void whatSwingsBackIsNotTold() {
        task(1_000, "'task_id':'a'");
        task(1_010, "'task_id':'a','status':'done'");
        task(1_020, "'task_id':'a','status':'todo'");
        folding.pass(5_000);
        assertThat(told()).hasSize(1);
    }

    @Test
    void estimatesWeighWhereEachLeafHasOne() {
        task(1_000, "'task_id':'a','estimate':0.1,'status':'done'");
        task(2_000, "'task_id':'b','estimate':0.2");
        assertThat(told().getLast()).startsWith(100 * (0.1 / 0.3) + " 1/2 ").contains(" ESTIMATE ");
        task(3_000, "'task_id':'c','estimate':0");
        assertThat(told().getLast()).startsWith(100 * (1.0 / 3) + " 1/3 ").contains(" COUNT ");
        task(4_000, "'task_id':'c','status':'cancelled'");
        assertThat(told().getLast()).startsWith(100 * (0.1 / 0.3) + " 1/2 ").contains(" ESTIMATE ");
    }

    @Test
    void aParentCountsByItsLeavesAndNothingIsNoFigure() {
        task(1_000, "'task_id':'a','status':'done'");
        task(2_000, "'task_id':'b','parent_id':'a'");
        assertThat(told().getLast()).startsWith("0.0 0/1 ");
        task(3_000, "'task_id':'b','status':'cancelled'");
        assertThat(told().getLast()).startsWith("null 0/0 was 0.0");
    }

    @Test
    void whatWasDueBeforeARestartIsToldAfterIt() {
        task(1_000, "'task_id':'a'");
        Event second = task(1_010, "'task_id':'b','status':'done'");
        folding.restarted();
        folding.pass(1_250);
        assertThat(told().getLast()).isEqualTo("50.0 1/2 was 0.0 COUNT by " + second.position());
        folding.restarted();
        folding.pass(9_000);
        assertThat(told()).hasSize(2);
    }

    @Test
    void ofADeletedProjectNothingIsTold() {
        task(1_000, "'task_id':'a'");
        task(1_010, "'task_id':'b'");
        folding.event(1_020, "{'type':'project.deleted','project_id':'p','data':{}}");
        folding.pass(9_000);
        assertThat(told()).hasSize(1);
    }

    private Event task(long millis, String data) {
        return folding.event(millis, "{'type':'task_update','project_id':'p','data':{" + data + "}}");
    }

    private List<String> told() {
        return folding.derived().stream()
                .filter(one -> one.payload() instanceof ProgressUpdate)
                .map(one -> {
                    ProgressUpdate told = (ProgressUpdate) one.payload();
                    return told.percentage() + " " + told.completedTasks() + "/" + told.totalTasks() + " was "
                            + told.previousPercentage() + " " + told.weight() + " by " + one.cause();
                })
                .toList();
    }
}
