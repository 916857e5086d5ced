package dev.herald.intake;

import dev.herald.event.Draft;
import dev.herald.journal.Appended;
import dev.herald.journal.Appender;
import dev.herald.journal.JournalException;
import dev.herald.journal.Outcome;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door before one journal. One thread, {@code herald-journal}, appends; while it commits one group, the next one
 * gathers, so batches grow with the load and there is no timer.
 *
 * <p>States of a submission: waiting (in {@link Waiting}), being committed, answered. It is answered exactly once:
 * refused at once when it cannot wait, else by the writer, else by {@link #close} when the writer did not get to it in
 * time. A group that the journal cannot keep is refused whole; only when the fault is not the journal's own (a
 * submission that cannot be encoded) is each submission tried alone, so that it sinks none but itself.
 */
public final class JournalIntake implements Intake, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalIntake.class);

    private static final long AFTER_ERROR_NANOS = 100_000_000;

    private final Appender journal;
    private final Clock clock;
    private final IntakeLimits limits;
    private final Waiting waiting;
    private final Trimmer trimmer;
    private final Probe probe;
    private final IntakeMeters meters;
    private final Thread writer;
    private volatile Health.Status status = Health.Status.HEALTHY;
    /** When the append began that is under way; later than any moment while there is none. */
    private volatile long appendingMillis = Long.MAX_VALUE;

    /** Starts the writer's thread. The journal is the caller's to close, after this. */
    public JournalIntake(
            Appender journal, IntakeLimits limits, Retention retention, Clock clock, MeterRegistry registry) {
        this.journal = journal;
        this.clock = clock;
        this.limits = limits;
        waiting = new Waiting(limits);
        trimmer = new Trimmer(journal, retention, clock);
        probe = new Probe(journal, clock);
        meters = new IntakeMeters(registry, waiting);
        writer = Thread.ofPlatform().name("herald-journal").start(this::write);
    }

    @Override
    public CompletableFuture<Receipt> submit(List<Draft> drafts) {
        Submission submission = Submission.of(drafts);
        if (submission.events() == 0) {
            submission.receipt().complete(new Receipt.Accepted(List.of()));
            return submission.receipt();
        }
        Optional<Receipt.Reason> refusal = waiting.offer(submission);
        refusal.ifPresent(reason -> refuse(submission, reason, detail(reason)));
        return submission.receipt();
    }

    @Override
    public boolean isHealthy() {
        return status.level() != Health.Level.UNHEALTHY;
    }

    /**
     * The moment before which no event will come any more that listeners of the journal have not heard: now, or when the
     * append began that is under way. The clock must not go back for it to hold. Any thread.
     *
     * @param nowMillis the time, looked at before this is asked
     */
    public long settledMillis(long nowMillis) {
        return Math.min(nowMillis, appendingMillis);
    }

    /** Events that wait for the journal or are being committed. Any thread. */
    public int waitingEvents() {
        return waiting.events();
    }

    /** What to say under {@code journal}: unhealthy from a failed append until an append or a {@link Probe} succeeds. */
    public Health.Status status() {
        return status;
    }

    /**
     * Accepts nothing more, commits what was accepted, and stops the writer; what it does not reach in
     * {@link IntakeLimits#drainMillisMax} is refused. Any thread but the writer's; blocks so long.
     */
    @Override
    public void close() {
        waiting.close();
        boolean isDone = false;
        try {
            writer.join(limits.drainMillisMax());
            isDone = !writer.isAlive();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (!isDone) {
            LOG.error("the journal did not drain within {} ms: the rest is refused", limits.drainMillisMax());
        }
        refuseAll(waiting.takeAll(), Receipt.Reason.STOPPING, detail(Receipt.Reason.STOPPING));
    }

    private void write() {
        try {
            while (!waiting.isDrained()) {
                turn();
            }
        } catch (InterruptedException stopped) {
            LOG.warn("the journal's writer was interrupted: nothing more is accepted");
            status = new Health.Status(Health.Level.UNHEALTHY, "the journal's writer has stopped: restart the server");
            waiting.close();
            refuseAll(waiting.takeAll(), Receipt.Reason.UNAVAILABLE, status.detail());
        }
    }

    /**
     * One turn of the writer. No error ends it, for a server without a writer would be alive and deaf: what was being
     * written is refused, the journal undoes it, and it is tried again as after a fault of the disk.
     */
    private void turn() throws InterruptedException {
        try {
            List<Submission> group = waiting.take(nanosUntilDue());
            if (!group.isEmpty()) {
                handle(group);
            }
            probeIfDue();
            trimmer.stepIfDue(group.stream().mapToInt(Submission::events).sum());
        } catch (RuntimeException | Error broken) {
            LOG.error("the journal's writer met an error, and goes on", broken);
            probe.postpone();
            status = new Health.Status(
                    Health.Level.UNHEALTHY,
                    "the journal's writer met an error (" + broken.getClass().getSimpleName()
                            + "), it is tried again: look at the log");
            // One that stays must not fill the log.
            LockSupport.parkNanos(AFTER_ERROR_NANOS);
        }
    }

    private long nanosUntilDue() {
        long trim = trimmer.nanosUntilDue();
        return isHealthy() ? trim : Math.min(trim, probe.nanosUntilDue());
    }

    private void probeIfDue() {
        if (isHealthy() || probe.nanosUntilDue() > 0) {
            return;
        }
        try {
            probe.write();
            healthy();
        } catch (JournalException failure) {
            unhealthy(failure);
        }
    }

    private void handle(List<Submission> group) {
        try {
            commit(group);
        } finally {
            waiting.done(group);
            // Only after an error of the writer: whoever was not answered must not wait for ever.
            group.stream()
                    .filter(submission -> !submission.receipt().isDone())
                    .forEach(submission ->
                            refuse(submission, Receipt.Reason.UNAVAILABLE, detail(Receipt.Reason.UNAVAILABLE)));
        }
    }

    private void commit(List<Submission> group) {
        try {
            answer(group, append(group));
        } catch (JournalException failure) {
            fail(group, failure);
        } catch (RuntimeException defect) {
            if (group.size() == 1) {
                refuseDefect(group.getFirst(), defect);
            } else {
                group.forEach(submission -> commit(List.of(submission)));
            }
        }
    }

    private List<Outcome> append(List<Submission> group) {
        List<List<Draft>> submissions = group.stream().map(Submission::drafts).toList();
        long began = clock.nanos();
        appendingMillis = clock.epochMillis();
        try {
            List<Outcome> outcomes = journal.appendEach(submissions);
            meters.appended(outcomes, clock.nanos() - began);
            return outcomes;
        } finally {
            appendingMillis = Long.MAX_VALUE;
        }
    }

    private void answer(List<Submission> group, List<Outcome> outcomes) {
        healthy();
        for (int i = 0; i < group.size(); i++) {
            Receipt receipt = switch (outcomes.get(i)) {
                case Outcome.Kept(List<Appended> appended) -> new Receipt.Accepted(appended);
                case Outcome.Conflict(List<Outcome.Clash> clashes) -> new Receipt.Conflict(clashes);
                case Outcome.Stale(List<Outcome.Moved> moved) -> new Receipt.Stale(moved);
            };
            group.get(i).receipt().complete(receipt);
        }
    }

    private void fail(List<Submission> group, JournalException failure) {
        unhealthy(failure);
        refuseAll(group, Receipt.Reason.UNAVAILABLE, String.valueOf(failure.getMessage()));
    }

    private void healthy() {
        if (!isHealthy()) {
            LOG.info("the journal accepts events again");
        }
        status = Health.Status.HEALTHY;
    }

    private void unhealthy(JournalException failure) {
        if (isHealthy()) {
            // Its words say what to do; where in our code a disk is full helps nobody.
            LOG.error("publishers are refused until the journal can keep events again: {}", failure.getMessage());
            LOG.debug("why the journal cannot keep events", failure);
        }
        probe.postpone();
        status = new Health.Status(Health.Level.UNHEALTHY, String.valueOf(failure.getMessage()));
    }

    private void refuseDefect(Submission submission, RuntimeException defect) {
        LOG.error("a submission of {} events could not be appended, and is refused", submission.events(), defect);
        refuse(submission, Receipt.Reason.UNAVAILABLE, "these events could not be written: report it");
    }

    private void refuseAll(List<Submission> group, Receipt.Reason reason, String detail) {
        group.forEach(submission -> refuse(submission, reason, detail));
    }

    private void refuse(Submission submission, Receipt.Reason reason, String detail) {
        meters.refused(reason, submission.events());
        submission.refuse(reason, detail);
    }

    private static String detail(Receipt.Reason reason) {
        return switch (reason) {
            case OVERLOADED -> "too many events are waiting for the journal: try again later";
            case UNAVAILABLE -> "the journal cannot accept events: try again later";
            case STOPPING -> "the server is stopping: try again when it is back";
        };
    }
}
