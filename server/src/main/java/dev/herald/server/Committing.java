package dev.herald.server;

import dev.herald.api.server.AutoCommits;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitter;
import dev.herald.effect.autocommit.Outcome;
import dev.herald.effect.autocommit.RepositoryTurns;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.AutoCommit;
import dev.herald.event.payload.FileChange;
import dev.herald.git.Git;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.source.files.ChangeListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The committers of the watched projects: made from the settings, told of changes, asked by requests, and their
 * repositories kept in order. A directory that is no repository is no reason not to start: it may become one. Any
 * thread; started and closed once.
 */
final class Committing implements AutoCommits, AutoCloseable {
    /** A request waits for so long; the commit goes on. */
    private static final long ANSWER_SECONDS_MAX = 600;

    private final Map<Settings.Watch, AutoCommitter> committers = new LinkedHashMap<>();
    private final RepositoryCare care;
    private boolean isStarted;

    /** Adds what each committer's state is to the health. */
    Committing(Settings settings, Intake intake, Health health, Clock clock) {
        Git git = Git.of(System.getenv());
        RepositoryTurns turns = new RepositoryTurns();
        care = new RepositoryCare(git, settings.autoCommit(), RepositoryCare.Pace.DEFAULT, clock);
        int number = 0;
        for (Settings.Watch watch : settings.files().watches()) {
            AutoCommitMode mode = settings.autoCommit().modes().get(watch.project());
            number++;
            if (mode == null || committers.containsKey(watch)) {
                continue;
            }
            boolean isFirst = committers.keySet().stream()
                    .noneMatch(other -> other.project().equals(watch.project()));
            AutoCommitter committer = new AutoCommitter(
                    Translated.autoCommit(watch, isFirst ? 0 : number, mode, settings), git, intake, turns, clock);
            committers.put(watch, committer);
            care.add(watch.directory(), mode);
            String part = "auto-commit:" + watch.project() + (isFirst ? "" : "~" + number);
            health.add(part, () -> care.worse(watch.directory(), committer.status()));
        }
    }

    void start() {
        isStarted = true;
        committers.values().forEach(committer -> {
            committer.start();
            // What was changed while nobody watched waits for no next change.
            committer.onChange();
        });
        care.start();
    }

    /** What hears of a directory's changes: the listener, and, once it has them, the directory's committer. */
    ChangeListener listening(Settings.Watch watch, ChangeListener listener) {
        AutoCommitter committer = committers.get(watch);
        return committer == null ? listener : new Telling(listener, committer);
    }

    private record Telling(ChangeListener listener, AutoCommitter committer) implements ChangeListener {
        @Override
        public boolean onChanges(List<FileChange> changes) throws InterruptedException {
            // Also when they are not kept yet: the files have changed, whoever knows of it.
            committer.onChange();
            return listener.onChanges(changes);
        }

        @Override
        public void onWarning(String message) {
            listener.onWarning(message);
        }
    }

    /**
     * Where a project has several directories, all are committed. Then one that was refused is what is told, else one
     * with a commit.
     */
    @Override
    public Answer commit(ProjectId project) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        Map<AutoCommitter, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        committers.forEach((watch, committer) -> {
            if (watch.project().equals(project)) {
                outcomes.put(committer, committer.request(AutoCommit.Trigger.MANUAL));
            }
        });
        for (Map.Entry<AutoCommitter, CompletableFuture<Outcome>> asked : outcomes.entrySet()) {
            answers.add(answer(asked.getKey().mode(), outcome(asked.getValue())));
        }
        return answers.stream()
                .reduce((one, other) -> weight(other) > weight(one) ? other : one)
                .orElseGet(() -> new Answer.Off("Auto-commit is off for project " + project
                        + ": start the server with --watch DIR --auto-commit " + project + "=shadow"));
    }

    private static int weight(Answer answer) {
        return switch (answer) {
            case Answer.Refused refused -> 3;
            case Answer.Postponed postponed -> 2;
            case Answer.Done done -> done.hash() == null ? 0 : 1;
            case Answer.Off off -> 0;
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

    private static Answer answer(AutoCommitMode mode, Outcome outcome) {
        String name = mode.name().toLowerCase(Locale.ROOT);
        return switch (outcome) {
            case Outcome.Committed done ->
                new Answer.Done(
                        name,
                        done.hash(),
                        done.branch(),
                        done.message(),
                        done.changes(),
                        leftOut(done.leftOut()),
                        done.leftOut().count());
            case Outcome.Nothing nothing ->
                new Answer.Done(
                        name,
                        null,
                        null,
                        nothing.why(),
                        0,
                        leftOut(nothing.leftOut()),
                        nothing.leftOut().count());
            case Outcome.Refused refused -> new Answer.Refused(refused.reason().code(), refused.error());
            case Outcome.Postponed postponed -> new Answer.Postponed(postponed.why());
        };
    }

    private static List<AutoCommits.File> leftOut(Outcome.Absent absent) {
        return absent.named().stream()
                .map(file -> new AutoCommits.File(file.path(), file.why().code()))
                .toList();
    }

    /** All at once, for each may take its time to end a commit that runs. After a start that failed nothing runs. */
    @Override
    public void close() {
        if (!isStarted) {
            return;
        }
        care.close();
        List<Thread> closing = committers.values().stream()
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
