package dev.herald.projection.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.projection.Figure;
import dev.herald.projection.FigureName;
import dev.herald.projection.Folding;
import dev.herald.projection.Members;
import dev.herald.projection.Window;
import dev.herald.projection.work.Project;
import dev.herald.projection.work.ProjectSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DeliveryFiguresTest {
    private static final ProjectId P = new ProjectId("p");
    private static final double HOUR = 3_600;
    private static final Offset<Double> CLOSE = within(1e-9);

    private final Folding folding = new Folding(new DeliveryProjection());

    @Test
    void aDeploymentThatIsRolledBackWentWrongAndTheNextSoundOneRecovers() {
        deployed("2026-03-01T10:00:00Z", "d1", "");
        deployed("2026-03-01T12:00:00Z", "d2", "");
        deployed("2026-03-01T13:00:00Z", "d3", ",'is_rollback':true");
        deployed("2026-03-01T15:00:00Z", "d4", ",'caused_by':'d3','is_rework':true");
        deployed("2026-03-01T16:00:00Z", "d5", "");
        folding.event("2026-03-01T17:00:00Z", type("deployment.failed", "'deployment_id':'d6','environment':'live'"));
        folding.event(
                "2026-03-01T18:00:00Z", type("deployment.succeeded", "'deployment_id':'t1','environment':'test'"));
        // d2 by its rollback d3, d3 because d4 names it.
        assertThat(value(FigureName.CHANGE_FAIL_RATE)).isEqualTo(2.0 / 5, CLOSE);
        // d2 until d4 (3 h), for d3 went wrong itself; d3 until d4 (2 h).
        assertThat(value(FigureName.RECOVERY_TIME_P50)).isEqualTo(2.5 * HOUR, CLOSE);
        assertThat(value(FigureName.DEPLOYMENT_REWORK_RATE)).isEqualTo(1.0 / 6, CLOSE);
        assertThat(value(FigureName.DEPLOYMENT_FREQUENCY)).isEqualTo(5.0 / 7, CLOSE);
        Figure.Detail detail = figures().detail(FigureName.CHANGE_FAIL_RATE, Window.Timeframe.WEEK);
        assertThat(detail.events()).hasSize(5);
    }

    @Test
    void anIncidentThatNamesADeploymentBlamesIt() {
        deployed("2026-03-01T10:00:00Z", "d1", "");
        folding.event("2026-03-01T11:00:00Z", type("issue.created", "'issue_id':1,'caused_by':'d1','labels':['bug']"));
        assertThat(value(FigureName.CHANGE_FAIL_RATE)).isZero();
        folding.event("2026-03-01T11:30:00Z", type("issue.updated", "'issue_id':1,'labels':['bug','outage']"));
        assertThat(value(FigureName.CHANGE_FAIL_RATE)).isEqualTo(1);
    }

    @Test
    void aCommitIsFirstContainedOnce() {
        commit("2026-03-01T08:00:00Z", "a", "2026-03-01T07:00:00Z", "");
        commit("2026-03-01T08:10:00Z", "b", "2026-03-01T08:00:00Z", "'a'");
        deployed("2026-03-01T10:00:00Z", "d1", ",'commit_hash':'b'");
        // Told by the forge before the watch has told its commit.
        deployed("2026-03-01T12:00:00Z", "d2", ",'commit_hash':'c'");
        commit("2026-03-01T12:00:01Z", "c", "2026-03-01T11:00:00Z", "'b'");
        folding.restarted();
        // a 3 h, b 2 h, c 1 h
        assertThat(value(FigureName.CHANGE_LEAD_TIME_P50)).isEqualTo(2 * HOUR, CLOSE);
        assertThat(figure(FigureName.CHANGE_LEAD_TIME_P50).n()).isEqualTo(3);
    }

    @Test
    void whatNoRepositorySaysIsNotInvented() {
        deployed("2026-03-01T10:00:00Z", "d1", ",'commit_hash':'unknown'");
        assertThat(figure(FigureName.CHANGE_LEAD_TIME_P50).value()).isNull();
        assertThat(figure(FigureName.CHANGE_LEAD_TIME_P50).reason()).contains("watched repository");
    }

    @Test
    void nothingAtAllHasReasons() {
        for (FigureName name : DeliveryFigures.NAMES) {
            Figure figure = figure(name);
            boolean isCount = List.of(
                            FigureName.COMMITS,
                            FigureName.INSERTIONS,
                            FigureName.DELETIONS,
                            FigureName.AUTHORS,
                            FigureName.PULL_REQUESTS_OPEN)
                    .contains(name);
            assertThat(figure.value()).as(name.wireName()).isEqualTo(isCount ? 0.0 : null);
            assertThat(samples(name)).as(name.wireName()).containsOnly(isCount ? 0.0 : null);
        }
        assertThat(figure(FigureName.DEPLOYMENT_FREQUENCY).reason()).contains("never");
    }

    @Test
    void pullRequestsInOddOrders() {
        folding.event(
                "2026-03-01T08:00:00Z",
                type(
                        "pr.updated",
                        "'pr_id':7,'title':'x','first_review_at':'2026-03-01T08:00:00Z','created_at':'2026-03-01T06:00:00Z'"));
        folding.event("2026-03-01T09:00:00Z", type("pr.closed", "'pr_id':'7','merged_at':'2026-03-01T08:30:00Z'"));
        folding.event("2026-03-01T10:00:00Z", type("pr.updated", "'pr_id':'7','status':'open'"));
        folding.event("2026-03-01T10:00:00Z", type("pr.created", "'pr_id':'8'"));
        folding.event("2026-03-01T11:00:00Z", type("pr.closed", "'pr_id':'8'"));
        folding.event("2026-03-01T11:00:00Z", type("pr.closed", "'pr_id':'8'"));
        folding.event("2026-03-01T12:00:00Z", type("pr.created", "'pr_id':'8'"));
        folding.event("2026-03-01T12:00:00Z", type("pr.updated", "'pr_id':'9','status':'draft'"));
        folding.restarted();
        assertThat(value(FigureName.PULL_REQUEST_MERGE_P50)).isEqualTo(2.5 * HOUR, CLOSE);
        assertThat(value(FigureName.PULL_REQUEST_FIRST_REVIEW_P50)).isEqualTo(2 * HOUR, CLOSE);
        assertThat(value(FigureName.PULL_REQUESTS_OPEN)).isEqualTo(2);
    }

    @Test
    void aRunThatEndedStaysSo() {
        folding.event("2026-03-01T08:00:00Z", type("workflow.started", "'workflow_id':'r1','workflow_name':'ci'"));
        folding.event("2026-03-01T08:10:00Z", type("workflow.completed", "'workflow_id':'r1'"));
        folding.event("2026-03-01T08:20:00Z", type("workflow.progress", "'workflow_id':'r1','progress':5"));
        folding.event("2026-03-01T08:20:00Z", type("workflow.failed", "'workflow_id':'r2','workflow_name':'ci'"));
        folding.event("2026-03-01T08:20:00Z", type("workflow.started", "'workflow_id':'r3','workflow_name':'ci'"));
        folding.event("2026-03-01T08:30:00Z", type("workflow.failed", "'workflow_id':'r3','status':'cancelled'"));
        folding.restarted();
        assertThat(value(FigureName.WORKFLOW_SUCCESS_SHARE)).isEqualTo(0.5);
        assertThat(value(FigureName.WORKFLOW_DURATION_P50)).isEqualTo(600);
        assertThat(figures().runs(Window.Timeframe.WEEK))
                .containsExactly(new DeliveryFigures.Runs("ci", 2, 0.5, 600.0, null));
    }

    @Test
    void linesThatNobodyKnowsAreNoZero() {
        folding.event("2026-01-01T08:00:00Z", type("commit", "'commit_hash':'z','author':'Ann','insertions':5"));
        folding.event("2026-03-01T08:00:00Z", type("commit", "'commit_hash':'a','author':'Ann'"));
        assertThat(figure(FigureName.INSERTIONS).value()).isNull();
        assertThat(samples(FigureName.INSERTIONS)).containsNull().contains(0.0);
        folding.event("2026-03-01T08:00:00Z", type("commit", "'commit_hash':'b','author':'ann@x.org','insertions':3"));
        folding.event("2026-03-01T08:00:00Z", type("commit", "'commit_hash':'b','author':'again','insertions':9"));
        assertThat(value(FigureName.INSERTIONS)).isEqualTo(3);
        assertThat(figure(FigureName.INSERTIONS).isPartial()).isTrue();
        assertThat(value(FigureName.COMMITS)).isEqualTo(2);
        assertThat(value(FigureName.AUTHORS)).isEqualTo(1);
    }

    @Test
    void anOlderStateOfAnIssueChangesNothing() {
        folding.event(
                "2026-03-01T08:00:00Z", type("issue.closed", "'issue_id':'i','updated_at':'2026-03-01T07:00:00Z'"));
        folding.event(
                "2026-03-01T09:00:00Z",
                type("issue.updated", "'issue_id':'i','status':'open','updated_at':'2026-03-01T06:00:00Z'"));
        assertThat(folding.state(DeliveryProjection.NAME)
                        .view(P)
                        .issues()
                        .getFirst()
                        .isClosed())
                .isTrue();
    }

    private void deployed(String at, String id, String more) {
        folding.event(at, type("deployment.succeeded", "'deployment_id':'" + id + "','environment':'live'" + more));
    }

    private void commit(String at, String hash, String committed, String parents) {
        folding.event(
                at,
                type(
                        "commit",
                        "'commit_hash':'" + hash + "','committed_at':'" + committed + "','parents':[" + parents + "]"));
    }

    private static String type(String type, String data) {
        return "{'type':'" + type + "','project_id':'p','data':{" + data + "}}";
    }

    private Double value(FigureName name) {
        Double value = figure(name).value();
        assertThat(value).as(name.wireName() + ": " + figure(name).reason()).isNotNull();
        return value;
    }

    private List<Double> samples(FigureName name) {
        return figures().detail(name, Window.Timeframe.WEEK).series().stream()
                .map(Figure.Sample::value)
                .toList();
    }

    private Figure figure(FigureName name) {
        return figures().figure(name, Window.Timeframe.WEEK);
    }

    private DeliveryFigures figures() {
        Project project = new Project(
                P,
                null,
                null,
                "active",
                null,
                null,
                ZoneId.of("UTC"),
                new ProjectSettings(Members.of(Map.of("people", Map.of("ann", List.of("Ann", "Ann@X.org"))))),
                Position.ORIGIN,
                Position.ORIGIN,
                Position.ORIGIN,
                1,
                false);
        long at = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
        return new DeliveryFigures(folding.state(DeliveryProjection.NAME).view(P), project, at, 0);
    }
}
