package dev.herald.event.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.event.CustomType;
import dev.herald.event.Draft;
import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.Room;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final ProjectId PROJECT = new ProjectId("p1");
    private static final AgentChange.Agent AGENT =
            new AgentChange.Agent("a1", "Ada", AgentChange.Status.BUSY, 40, Map.of("model", "x"));

    private static final AgentClaim.Claim CLAIM =
            new AgentClaim.Claim("a1", "c-1", List.of("src/**"), 3, "2026-11-20T10:40:00Z", "the parser");
    private static final DeploymentChange.Deployment DEPLOYMENT = new DeploymentChange.Deployment(
            "d-1", "production", "abc", "main", "https://example.org", false, true, "d-0", 90_000L);

    private static final List<Payload> ONE_OF_EACH = List.of(
            FileChange.moved("a/b.txt", "c \"d\"\n.txt"),
            new Commit("abc123", "Fix\n\nit", "Ada", List.of("a", "b"), "main", 3, 1),
            new AutoCommit.Start(AutoCommit.Trigger.CHANGE, 3),
            new AutoCommit.Result(
                    AutoCommit.Trigger.SCHEDULE,
                    3,
                    true,
                    "abc",
                    "main",
                    "Save",
                    "shadow",
                    List.of(new AutoCommit.LeftOut(".env", "secret_name")),
                    1),
            new AutoCommit.Failure(AutoCommit.Trigger.MANUAL, 3, "conflict", "hook said no"),
            new ProgressUpdate(12.5, 1, 8, null, ProgressUpdate.Weight.ESTIMATE),
            new RiskAlert("r1", "overdue", null, RiskAlert.Severity.HIGH, "late", false, Map.of("days", 3)),
            new TaskUpdate(
                    TaskUpdate.Action.UPDATED,
                    Map.of("task_id", "T-1", "title", "Do", "status", "done"),
                    Map.of("status", new TaskUpdate.Change(null, "done"))),
            new SystemReport.SystemStatus("watch limit reached", Map.of("limit", 8192)),
            new SystemReport.DashboardUpdate(Map.of("progress", Map.of("value", 1))),
            new SystemReport.HealthCheck(Map.of("status", "healthy")),
            new ProjectChange.Updated("P", "https://example.org/p", "active", "ada", Map.of()),
            new ProjectChange.Deleted("ada"),
            new AgentChange.StatusChanged(AGENT),
            new AgentChange.Connected(AGENT),
            new AgentChange.Disconnected(AGENT),
            new AgentAction(
                    "a1",
                    "s-1",
                    AgentAction.Kind.EDIT,
                    "Edit",
                    "src/a.py",
                    AgentAction.Outcome.OK,
                    new AgentAction.Spent(12L, 300L, 40L, new BigDecimal("0.0125"))),
            new AgentClaim.Claimed(CLAIM),
            new AgentClaim.Released(CLAIM),
            new WorkflowChange.Started(workflow(WorkflowChange.Status.PENDING)),
            new WorkflowChange.Progress(workflow(WorkflowChange.Status.RUNNING)),
            new WorkflowChange.Completed(workflow(WorkflowChange.Status.COMPLETED)),
            new WorkflowChange.Failed(workflow(WorkflowChange.Status.CANCELLED)),
            new PullRequestChange.Created(pullRequest(PullRequestChange.Status.DRAFT)),
            new PullRequestChange.Updated(pullRequest(PullRequestChange.Status.OPEN)),
            new PullRequestChange.Closed(pullRequest(PullRequestChange.Status.MERGED)),
            new IssueChange.Created(issue(IssueChange.Status.OPEN)),
            new IssueChange.Updated(issue(IssueChange.Status.IN_PROGRESS)),
            new IssueChange.Closed(issue(IssueChange.Status.CLOSED)),
            new DeploymentChange.Started(DEPLOYMENT),
            new DeploymentChange.Succeeded(DEPLOYMENT),
            new DeploymentChange.Failed(DEPLOYMENT),
            new QualityReport(QualityReport.Kind.COVERAGE, "main", "abc", "run-7", Map.of("lines_percent", 81.5)),
            new AiReport.Suggestion(finding(0.5)),
            new AiReport.AnalysisComplete(finding(1)));

    @Test
    void everyKnownTypeHasARecordThatPassesTheTable() {
        Set<KnownType> seen = EnumSet.noneOf(KnownType.class);
        for (Payload payload : ONE_OF_EACH) {
            Draft draft = payload.draft("test", PROJECT);
            assertThat(draft.type()).isEqualTo(payload.type());
            assertThat(draft.project()).isEqualTo(PROJECT);
            assertThat(draft.rooms()).contains(Room.project(PROJECT));
            seen.add((KnownType) payload.type());
        }
        assertThat(seen).containsExactlyInAnyOrder(KnownType.values());
    }

    @Test
    void writesTheFieldsUnderTheirWireNames() {
        assertThat(data(FileChange.moved("a", "b")))
                .startsWith("{\"file_path\":\"b\",\"change_type\":\"moved\",\"previous_path\":\"a\",");
        assertThat(data(new AutoCommit.Start(AutoCommit.Trigger.CHANGE, 2)))
                .startsWith("{\"event\":\"start\",\"trigger\":\"change\",\"changes_count\":2,");
        assertThat(data(new AiReport.Suggestion(finding(0.5)))).contains("\"category\":\"bug_fix\"");
    }

    @Test
    void losesNoCharacter() {
        assertThat(data(FileChange.created("\ud800 ä \ud83d\ude00"))).contains("\"\\ud800 ä \ud83d\ude00\"");
    }

    @Test
    void anOwnTypeCarriesAnything() {
        Payload payload = new CustomPayload(new CustomType("custom.build.done"), Map.of("took", 1.5));
        assertThat(data(payload)).startsWith("{\"took\":1.5,");
        assertThat(payload.draft("test", null).rooms()).containsExactly(Room.GLOBAL);
    }

    @Test
    void demandsWhatMakesTheEventMeaningful() {
        refused(() -> FileChange.created(""));
        refused(() -> new FileChange("a", FileChange.Kind.MOVED, null));
        refused(() -> new FileChange("a", FileChange.Kind.CREATED, "b"));
        refused(() -> new Commit(" ", "m", "a", List.of(), null, 0, 0));
        refused(() -> new AutoCommit.Result(AutoCommit.Trigger.CHANGE, 1, true, null, null, "m", null, List.of(), 0));
        refused(() -> new AutoCommit.Failure(AutoCommit.Trigger.CHANGE, 1, "", null));
        refused(() -> new ProgressUpdate(10, 3, 2, null));
        refused(() -> new TaskUpdate(TaskUpdate.Action.CREATED, Map.of(), Map.of()));
        refused(() -> new SystemReport.DashboardUpdate(Map.of()));
        refused(() -> new WorkflowChange.Completed(workflow(WorkflowChange.Status.RUNNING)));
        refused(() -> new PullRequestChange.Closed(pullRequest(PullRequestChange.Status.OPEN)));
        refused(() -> new IssueChange.Closed(issue(IssueChange.Status.OPEN)));
        refused(() -> new IssueChange.Created(issue(IssueChange.Status.OPEN)).draft("test", null));
    }

    @Test
    void goesThroughTheSameChecksAsJson() {
        assertThatThrownBy(() -> FileChange.created("/etc/passwd").draft("test", PROJECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/data/file_path");
        refused(() -> new ProgressUpdate(101, 1, 1, null).draft("test", PROJECT));
        refused(() -> new ProgressUpdate(Double.NaN, 1, 1, null).draft("test", PROJECT));
        refused(() -> new AiReport.Suggestion(finding(1.01)).draft("test", PROJECT));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(IllegalArgumentException.class);
    }

    private static String data(Payload payload) {
        byte[] json = payload.draft("test", null).at(Position.of(1, 0)).json();
        String text = new String(json, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("\"data\":") + 7);
    }

    private static WorkflowChange.Workflow workflow(WorkflowChange.Status status) {
        return new WorkflowChange.Workflow("w1", status, 50, "build", 4, 30L, List.of("log"), List.of());
    }

    private static PullRequestChange.PullRequest pullRequest(PullRequestChange.Status status) {
        return new PullRequestChange.PullRequest(
                "1", 7, "Title", null, "ada", "fix", "https://github.com/o/r/pull/7", status, "2026-01-01T00:00:00Z");
    }

    private static IssueChange.Issue issue(IssueChange.Status status) {
        return new IssueChange.Issue("1", 7, "Title", "Text", status, IssueChange.Priority.LOW, "ada", null);
    }

    private static AiReport.Finding finding(double confidence) {
        return new AiReport.Finding(
                "s1",
                AiReport.Target.CODE,
                "src/A.java",
                AiReport.Category.BUG_FIX,
                "Title",
                "Text",
                AiReport.Severity.WARNING,
                confidence,
                null,
                Map.of());
    }
}
