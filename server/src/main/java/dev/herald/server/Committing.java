package dev.herald.server;

import dev.herald.api.server.AutoCommits;
import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.Committers;
import dev.herald.effect.autocommit.Outcome;
import dev.herald.effect.autocommit.PruneAges;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import dev.herald.git.Git;
import dev.herald.intake.Intake;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.source.files.ChangeListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the settings say of auto-commit, made into its committers; what they answer, as requests are told of it. Any
 * thread; started and closed once.
 */
final class Committing implements AutoCommits, AutoCloseable {
    private final Map<Settings.Watch, Runnable> changes = new LinkedHashMap<>();
    private final Committers committers;

    /** Adds what each committer's state is to the health. */
    Committing(Settings settings, Intake intake, Health health, Clock clock) {
        committers = new Committers(Git.of(System.getenv()), intake, PruneAges.of(settings.values()), clock);
        int number = 0;
        for (Settings.Watch watch : settings.files().watches()) {
            AutoCommitMode mode = settings.autoCommit().modes().get(watch.project());
            number++;
            if (mode == null || changes.containsKey(watch)) {
                continue;
            }
            boolean isFirst =
                    changes.keySet().stream().noneMatch(other -> other.project().equals(watch.project()));
            String part = "auto-commit:" + watch.project() + (isFirst ? "" : "~" + number);
            changes.put(
                    watch,
                    committers.add(Translated.autoCommit(watch, isFirst ? 0 : number, mode, settings), health, part));
        }
    }

    void start() {
        committers.start();
    }

    /** What hears of a directory's changes: the listener, and, once it has them, the directory's committer. */
    ChangeListener listening(Settings.Watch watch, ChangeListener listener) {
        Runnable onChange = changes.get(watch);
        return onChange == null ? listener : new Telling(listener, onChange);
    }

    private record Telling(ChangeListener listener, Runnable onChange) implements ChangeListener {
        @Override
        public boolean onChanges(List<FileChange> changes) throws InterruptedException {
            // Also when they are not kept yet: the files have changed, whoever knows of it.
            onChange.run();
            return listener.onChanges(changes);
        }

        @Override
        public void onWarning(String message) {
            listener.onWarning(message);
        }
    }

    @Override
    public Answer commit(ProjectId project) throws InterruptedException {
        return committers
                .commit(project)
                .map(answer -> answer(answer.mode(), answer.outcome()))
                .orElseGet(() -> new Answer.Off("Auto-commit is off for project " + project
                        + ": start the server with --watch DIR --auto-commit " + project + "=shadow"));
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

    @Override
    public void close() {
        committers.close();
    }
}
