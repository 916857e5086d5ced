package dev.herald.projection.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.ProjectId;
import dev.herald.event.payload.RiskAlert;
import dev.herald.projection.Derived;
import dev.herald.projection.Folding;
import dev.herald.projection.delivery.DeliveryProjection;
import dev.herald.projection.people.PeopleProjection;
import dev.herald.projection.work.WorkProjection;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskProjectionTest {
    private static final ProjectId P = new ProjectId("p");
    private static final long DAY = 86_400_000;
    private static final long MINUTE = 60_000;
    private static final long START = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

    private final Folding folding = folding();

    private static Folding folding() {
        return new Folding(
                new WorkProjection(), new DeliveryProjection(), new PeopleProjection(), new RiskProjection());
    }

    @Test
    void aTaskIsOverdueFromTheDayAfterAndWorseWithTime() {
        task(START, "'task_id':'a','due_date':'2026-03-04'");
        folding.pass("2026-03-04T23:59:00Z");
        assertThat(open()).isEmpty();
        folding.pass("2026-03-05T00:00:00Z");
        assertThat(only().severity()).isEqualTo(Severity.LOW);
        assertThat(only().openedMillis()).isEqualTo(millis("2026-03-05T00:00:00Z"));
        folding.pass("2026-03-07T00:00:00Z");
        assertThat(only().severity()).isEqualTo(Severity.MEDIUM);
        folding.pass("2026-03-11T00:00:00Z");
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        folding.pass("2026-03-18T00:00:00Z");
        assertThat(only().severity()).isEqualTo(Severity.CRITICAL);
        task(millis("2026-03-18T00:00:30Z"), "'task_id':'a','status':'done'");
        assertThat(open()).isEmpty();
        assertThat(alerts()).extracting(RiskAlert::resolved).containsExactly(false, false, false, false, true);
        assertThat(folding.state(RiskProjection.NAME).all(P)).hasSize(1);
    }

    @Test
    void blockedForMoreThanTwoDaysIsSeenAtTheNextEventOrMinute() {
        long blocked = START + 15_000;
        task(blocked, "'task_id':'a','status':'blocked'");
        folding.pass(blocked + 2 * DAY);
        assertThat(open()).isEmpty();
        // Just before the full minute an event of the project comes: it asks what has become due.
        file(blocked + 2 * DAY + 1);
        assertThat(only().rule()).isEqualTo("blocked_too_long");
        assertThat(only().openedMillis()).isEqualTo(blocked + 2 * DAY + 1);
        folding.pass(blocked + 5 * DAY);
        assertThat(only().severity()).isEqualTo(Severity.MEDIUM);
        folding.pass(blocked + 5 * DAY + MINUTE);
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        assertThat(folding.derived().getLast().key()).contains(":changed:");
    }

    @Test
    void workThatIsOlderThanMostIsAging() {
        for (int i = 0; i < 10; i++) {
            task(START, "'task_id':'d" + i + "','status':'in_progress'");
        }
        for (int i = 0; i < 10; i++) {
            task(START + (i + 1) * 3_600_000L, "'task_id':'d" + i + "','status':'done'");
        }
        long begun = START + 11 * 3_600_000L;
        task(begun, "'task_id':'a','status':'in_progress'");
        // p85 of 1 to 10 hours is 8.65 h, p95 9.55 h.
        folding.pass(begun + 8 * 3_600_000L + 38 * MINUTE);
        assertThat(open()).isEmpty();
        folding.pass(begun + 8 * 3_600_000L + 40 * MINUTE);
        assertThat(only().rule()).isEqualTo("aging_work");
        assertThat(only().severity()).isEqualTo(Severity.MEDIUM);
        folding.pass(begun + 9 * 3_600_000L + 34 * MINUTE);
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        task(begun + 10 * 3_600_000L, "'task_id':'a','status':'todo'");
        assertThat(open()).isEmpty();
    }

    @Test
    void progressThatSwingsAroundTheThresholdDoesNotFlap() {
        // 28 finished in the 28 days before, one a day; then fewer.
        long at = START;
        for (int i = 0; i < 28; i++) {
            at = START + i * DAY;
            task(at, "'task_id':'d" + i + "','status':'done'");
        }
        task(at, "'task_id':'open'");
        folding.pass(at + 9 * DAY);
        assertThat(open()).extracting(Risk::rule).containsExactly("progress_slowing");
        int told = folding.derived().size();
        // From just below a half to just below 0.6 of what was: it stays open.
        task(at + 9 * DAY + MINUTE, "'task_id':'e1','status':'done'");
        assertThat(open()).hasSize(1);
        assertThat(alertsFrom(told)).isEmpty();
        for (int i = 2; i < 9; i++) {
            task(at + 9 * DAY + MINUTE, "'task_id':'e" + i + "','status':'done'");
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void aCircleOfDependenciesIsOneRiskUntilItIsBroken() {
        task(START, "'task_id':'b','depends_on':['c']");
        task(START, "'task_id':'c','depends_on':['a']");
        task(START, "'task_id':'a','depends_on':['b']");
        task(START, "'task_id':'outside','depends_on':['a']");
        assertThat(only().subject()).isEqualTo("a");
        assertThat(only().evidence().get("tasks")).isEqualTo(List.of("a", "b", "c"));
        task(START + 1, "'task_id':'c','depends_on':null");
        assertThat(open()).isEmpty();
    }

    @Test
    void aTaskThatIsDueBeforeWhatItDependsOnIsLate() {
        task(START, "'task_id':'a','due_date':'2027-01-01','depends_on':['b']");
        task(START, "'task_id':'b','due_date':'2027-01-01'");
        assertThat(open()).isEmpty();
        task(START, "'task_id':'b','due_date':'2027-01-02'");
        assertThat(only().rule()).isEqualTo("dependency_late");
        assertThat(only().subject()).isEqualTo("a");
        task(START, "'task_id':'b','status':'cancelled'");
        assertThat(open()).isEmpty();
    }

    @Test
    void aPullRequestToWhichNothingHappensWaits() {
        event(START, "pr.created", "'pr_id':'1','status':'open'");
        event(START, "pr.created", "'pr_id':'2','status':'draft'");
        folding.pass(START + 3 * DAY);
        assertThat(only().subject()).isEqualTo("1");
        folding.pass(START + 7 * DAY);
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        event(START + 7 * DAY + MINUTE, "pr.updated", "'pr_id':'1'");
        assertThat(open()).isEmpty();
    }

    @Test
    void aWorkflowThatFailsThreeTimesClosesWithASuccessBelowTheOtherThreshold() {
        for (int i = 0; i < 3; i++) {
            run(i, false);
        }
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        run(3, true);
        assertThat(only().severity()).isEqualTo(Severity.HIGH);
        for (int i = 4; i < 7; i++) {
            run(i, true);
        }
        // 3 of 7 is above 0.4, 3 of 8 below.
        assertThat(open()).hasSize(1);
        run(7, true);
        assertThat(open()).isEmpty();
    }

    @Test
    void halfOfSixRunsFailedIsMedium() {
        for (int i = 0; i < 6; i++) {
            run(i, i % 2 == 0);
        }
        assertThat(only().severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void nothingHappensThoughWorkIsInProgress() {
        task(START, "'task_id':'a','status':'in_progress'");
        folding.pass(START + 7 * DAY);
        assertThat(open()).extracting(Risk::rule).contains("no_activity");
        assertThat(risk("no_activity").severity()).isEqualTo(Severity.LOW);
        folding.pass(START + 14 * DAY);
        assertThat(risk("no_activity").severity()).isEqualTo(Severity.MEDIUM);
        file(START + 14 * DAY + MINUTE);
        assertThat(open()).extracting(Risk::rule).doesNotContain("no_activity");
    }

    @Test
    void aDueDateThatWillHardlyBeMetIsARiskUntilItIsMovedFarEnough() {
        for (int i = 0; i < 20; i++) {
            task(START + i * DAY, "'task_id':'d" + i + "','status':'done'");
        }
        long at = START + 20 * DAY;
        for (int i = 0; i < 10; i++) {
            task(at, "'task_id':'o" + i + "'");
        }
        assertThat(open()).isEmpty();
        // Of the 20 days each had one, so 10 open take 10 days.
        event(at + 1, "project.updated", "'due_date':'2026-03-31'");
        assertThat(risk("forecast_late").severity()).isEqualTo(Severity.HIGH);
        event(at + 2, "project.updated", "'due_date':'2026-04-01'");
        assertThat(open()).isEmpty();
    }

    @Test
    void agentsThatAreSilentOrWait() {
        event(START, "agent.connected", "'agent_id':'x','expects_heartbeat_s':60");
        folding.pass(START + MINUTE);
        assertThat(open()).isEmpty();
        folding.pass(START + 2 * MINUTE);
        assertThat(only().rule()).isEqualTo("agent_silent");
        event(
                START + 3 * MINUTE,
                "agent.status_changed",
                "'agent_id':'x','activity':'waiting_for_input','expects_heartbeat_s':null");
        assertThat(open()).isEmpty();
        folding.pass(START + 14 * MINUTE);
        assertThat(only().rule()).isEqualTo("agent_waiting");
        event(START + 15 * MINUTE, "agent.status_changed", "'agent_id':'x','activity':'working'");
        assertThat(open()).isEmpty();
    }

    @Test
    void twoActorsInOneFileAreAConflictUntilItIsCommitted() {
        event(START, "file_change", "'file_path':'a.java','actor':'ann'");
        event(START, "agent.action", "'agent_id':'bot','action':'edit','target':'a.java'");
        assertThat(only().rule()).isEqualTo("conflict");
        event(START + MINUTE, "commit", "'commit_hash':'h','files_changed':['a.java']");
        assertThat(open()).isEmpty();
        event(START + 2 * MINUTE, "file_change", "'file_path':'b','actor':'ann'");
        event(START + 3 * MINUTE, "file_change", "'file_path':'b','actor':'bob'");
        folding.pass(START + 2 * MINUTE + DAY);
        assertThat(open()).isEmpty();
    }

    @Test
    void somebodysOwnRiskLivesByWhatTheySay() {
        event(START, "risk_alert", "'risk_id':'r','message':'the server room is hot','severity':'high'");
        assertThat(only().rule()).isEqualTo("manual");
        event(START + 1, "risk_alert", "'risk_id':'r','severity':'low','acknowledged_by':'ann'");
        assertThat(only().severity()).isEqualTo(Severity.LOW);
        assertThat(only().message()).isEqualTo("the server room is hot");
        assertThat(only().acknowledgedBy()).isEqualTo("ann");
        event(START + 2, "risk_alert", "'risk_id':'r','resolved':true");
        assertThat(open()).isEmpty();
        event(START + 3, "risk_alert", "'risk_id':'r'");
        event(START + 3, "risk_alert", "'risk_id':'x','rule':'task_overdue','severity':'critical'");
        assertThat(open()).isEmpty();
        assertThat(alerts()).isEmpty();
    }

    @Test
    void thresholdsAreSettingsOfTheProject() {
        task(START, "'task_id':'a','status':'blocked'");
        folding.pass(START + DAY + MINUTE);
        assertThat(open()).isEmpty();
        event(START + DAY + 2 * MINUTE, "project.updated", "'settings':{'thresholds':{'blocked_days':1}}");
        assertThat(only().rule()).isEqualTo("blocked_too_long");
    }

    @Test
    void aDeletedProjectHasNoRisks() {
        event(START, "risk_alert", "'risk_id':'r'");
        event(START, "project.deleted", "");
        assertThat(open()).isEmpty();
        folding.pass(START + 10 * DAY);
    }

    /** From each snapshot as without one, and twice the same. */
    @Test
    void aStartInBetweenChangesNothing() {
        long seed = System.nanoTime();
        for (int round = 0; round < 10; round++) {
            Random random = new Random(seed + round);
            Folding one = folding();
            Folding other = folding();
            long at = START;
            for (int i = 0; i < 200; i++) {
                assertThat(keys(other))
                        .as("seed " + seed + ", round " + round + ", event " + i)
                        .isEqualTo(keys(one));
                String json = RandomEvents.next(random);
                at += random.nextInt(4) == 0 ? random.nextLong(2 * DAY) : random.nextLong(MINUTE);
                one.event(at, json);
                other.event(at, json);
                if (random.nextInt(8) == 0) {
                    other.restarted();
                }
            }
            String of = "seed " + seed + ", round " + round;
            assertThat(keys(other)).as(of).isEqualTo(keys(one));
            assertThat(other.saved(new RiskProjection())).as(of).isEqualTo(one.saved(new RiskProjection()));
            assertThat(keys(one)).as(of).doesNotHaveDuplicates();
        }
    }

    private static List<String> keys(Folding of) {
        return of.derived().stream().map(Derived::key).toList();
    }

    private void run(int number, boolean isSuccess) {
        String type = isSuccess ? "workflow.completed" : "workflow.failed";
        event(START + number, type, "'workflow_id':'r" + number + "','workflow_name':'ci'");
    }

    private void task(long at, String data) {
        event(at, "task_update", data);
    }

    private void file(long at) {
        event(at, "file_change", "'file_path':'x'");
    }

    private void event(long at, String type, String data) {
        folding.event(at, "{'type':'" + type + "','project_id':'p','data':{" + data + "}}");
    }

    private List<Risk> open() {
        return folding.state(RiskProjection.NAME).open(P);
    }

    private Risk risk(String rule) {
        return open().stream()
                .filter(one -> one.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private Risk only() {
        assertThat(open()).hasSize(1);
        return open().getFirst();
    }

    private List<RiskAlert> alerts() {
        return alertsFrom(0);
    }

    private List<RiskAlert> alertsFrom(int index) {
        return folding.derived().subList(index, folding.derived().size()).stream()
                .map(Derived::payload)
                .filter(RiskAlert.class::isInstance)
                .map(RiskAlert.class::cast)
                .toList();
    }

    private static long millis(String at) {
        return Instant.parse(at).toEpochMilli();
    }
}
