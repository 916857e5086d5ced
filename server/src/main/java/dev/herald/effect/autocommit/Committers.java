package dev.herald.effect.autocommit;

import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit.Trigger;
import dev.herald.git.Git;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The committers of a server, one for each watched directory, and the care for their repositories. A directory that is no
 * repository is no reason not to start: it may become one. Any thread; started and closed once.
 */
public final class Committers implements AutoCloseable {
    /** Who asks waits for so long; the commit goes on. */
    private static final long ANSWER_SECONDS_MAX = 600;

    private final Git git;
    private final Intake intake;
    private final Clock clock;
    private final RepositoryTurns turns = new RepositoryTurns();
    private final RepositoryCare care;
    private final List<AutoCommitter> committers = new ArrayList<>();
    private boolean isStarted;

    public Committers(Git git, Intake intake, PruneAges kept, Clock clock) {
        this.git = git;
        this.intake = intake;
        this.clock = clock;
        this.care = new RepositoryCare(git, kept, RepositoryCare.Pace.DEFAULT, clock);
    }

    /**
     * One more. Before the start.
     *
     * @param health hears of its state
     * @param part under this name
     * @return what has to be called when a file changes: costs little, any thread
     */
    public Runnable add(AutoCommitSettings settings, Health health, String part) {
        AutoCommitter committer = new AutoCommitter(settings, git, intake, turns, clock);
        committers.add(committer);
        care.add(settings.directory(), settings.mode());
        health.add(part, () -> care.worse(settings.directory(), committer.status()));
        return committer::onChange;
    }

    public void start() {
        isStarted = true;
        committers.forEach(committer -> {
            committer.start();
            // What was changed while nobody watched waits for no next change.
            committer.onChange();
        });
        care.start();
    }

    /** What came of a commit that was asked for. */
    public record Answer(AutoCommitMode mode, Outcome outcome) {}

    /**
     * Commits now, and waits for it. Where a project has several directories, all are committed. Then one that was refused
     * is what is told, else one with a commit. Empty where nothing of the project is committed.
     */
    public Optional<Answer> commit(ProjectId project) throws InterruptedException {
        List<AutoCommitter> asked = committers.stream()
                .filter(committer -> committer.project().equals(project))
                .toList();
        List<CompletableFuture<Outcome>> outcomes = asked.stream()
                .map(committer -> committer.request(Trigger.MANUAL))
                .toList();
        Optional<Answer> told = Optional.empty();
        for (int i = 0; i < asked.size(); i++) {
            Answer one = new Answer(asked.get(i).mode(), outcome(outcomes.get(i)));
            if (told.isEmpty() || weight(one) > weight(told.get())) {
                told = Optional.of(one);
            }
        }
        return told;
    }

    private static int weight(Answer answer) {
        return switch (answer.outcome()) {
            case Outcome.Refused refused -> 3;
            case Outcome.Postponed postponed -> 2;
            case Outcome.Committed committed -> 1;
            case Outcome.Nothing nothing -> 0;
        };
    }

    private static Outcome outcome(CompletableFuture<Outcome> asked) throws InterruptedException {
        try {
            return asked.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            return new Outcome.Postponed("the commit takes longer than " + ANSWER_SECONDS_MAX
                    + " s and goes on: its result will be an event");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a committer always answers", e);
        }
    }

    /** All at once, for each may take its time to end a commit that runs. After a start that failed nothing runs. */
    @Override
    public void close() {
        if (!isStarted) {
            return;
        }
        care.close();
        List<Thread> closing = committers.stream()
                .map(committer -> Thread.startVirtualThread(committer::close))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
