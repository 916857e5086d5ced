package dev.herald.effect.autocommit;

import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the intake of runs: each that is told of has one start and then one result or error, and a push that failed an
 * error after that. Runs on the project's thread, and waits for the journal.
 */
final class Reporter {
    /** Who reports, as events name it. */
    static final String SOURCE = "auto_commit";

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    /** How often an end is offered to a journal that does not accept; its start is there already. */
    private static final int TRIES = 20;

    private static final int BRANCH_LENGTH_MAX = 256;
    /** Hooks may write longer messages than an event should have. */
    private static final int MESSAGE_LENGTH_MAX = 4_096;

    private final Intake intake;
    private final ProjectId project;
    private final AutoCommitMode mode;
    private final long retryMillis;

    Reporter(Intake intake, AutoCommitSettings settings) {
        this.intake = intake;
        this.project = settings.project();
        this.mode = settings.mode();
        this.retryMillis = settings.pace().retryMillis();
    }

    /** Has the start kept. Empty when the journal does not accept: then nothing may be done. */
    Optional<Position> start(Trigger trigger, int changes) throws InterruptedException {
        return submit(new AutoCommit.Start(trigger, changes).draft(SOURCE, project));
    }

    /** The end of a run, which names its start as the cause. */
    void end(Trigger trigger, Position start, Outcome.Committed committed) throws InterruptedException {
        finish(
                start,
                result(
                        trigger,
                        committed.changes(),
                        committed.hash(),
                        committed.branch(),
                        committed.message(),
                        committed.leftOut()));
    }

    void end(Trigger trigger, Position start, String branch, Outcome.Nothing nothing) throws InterruptedException {
        finish(start, result(trigger, 0, null, branch, nothing.why(), nothing.leftOut()));
    }

    void end(Trigger trigger, Position start, int changes, Outcome.Refused refused) throws InterruptedException {
        String reason = refused.reason().code();
        LOG.atLevel(refused.reason().isIntended() ? Level.INFO : Level.WARN)
                .log("Auto-commit of {}: {} ({})", project, refused.error(), reason);
        finish(start, new AutoCommit.Failure(trigger, changes, refused.error(), reason));
    }

    private AutoCommit result(
            Trigger trigger,
            int changes,
            @Nullable String hash,
            String branch,
            String message,
            Outcome.Absent leftOut) {
        List<AutoCommit.LeftOut> named = leftOut.named().stream()
                .map(one -> new AutoCommit.LeftOut(one.path(), one.why().code()))
                .toList();
        String shown = branch.isEmpty() ? "HEAD" : branch.substring(0, Math.min(branch.length(), BRANCH_LENGTH_MAX));
        String text = message.substring(0, Math.min(message.length(), MESSAGE_LENGTH_MAX));
        String as = mode.name().toLowerCase(Locale.ROOT);
        return new AutoCommit.Result(trigger, changes, hash != null, hash, shown, text, as, named, leftOut.count());
    }

    private void finish(Position start, AutoCommit end) throws InterruptedException {
        Draft draft = end.draft(SOURCE, project).withCause(start);
        for (int i = 0; i < TRIES; i++) {
            if (submit(draft).isPresent()) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(retryMillis));
            if (Thread.interrupted()) {
                throw new InterruptedException("the server stops");
            }
        }
        LOG.warn(
                "How the auto-commit of {} that began at {} ended could not be told: the journal refuses",
                project,
                start);
    }

    private Optional<Position> submit(Draft draft) throws InterruptedException {
        try {
            return switch (intake.submit(List.of(draft)).get()) {
                case Receipt.Accepted accepted ->
                    Optional.of(accepted.appended().getFirst().position());
                case Receipt.Conflict _, Receipt.Stale _ ->
                    throw new IllegalStateException("what auto-commit tells has no keys and no guards");
                case Receipt.Refused refused -> {
                    LOG.debug("An auto-commit of {} waits: {}", project, refused.detail());
                    yield Optional.empty();
                }
            };
        } catch (ExecutionException e) {
            throw new IllegalStateException("an intake always answers", e);
        }
    }
}
