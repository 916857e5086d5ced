package dev.herald.source.git;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A repository without files of its own, whose work trees lie beside it: a directory with a {@code .git} that leads to
 * {@code .bare}. Its commits are told, whichever work tree they were made in, with the names that files have in the
 * repository. What git does to the files of the work trees is told file by file; who wants it as operations watches each
 * work tree. Runs on the watch's thread, but for its status; blocks.
 */
final class BareWatch implements Watching {
    private final GitWatchSettings settings;
    private final GitDirectory directory;
    private final HeldChanges changes;
    private final Outgoing outgoing;
    private final CommitWatch commits;

    /** @param isNew whether there was none before */
    BareWatch(WatchParts parts, Repository bare, boolean isNew, long now) throws IOException, InterruptedException {
        settings = parts.settings();
        changes = parts.changes();
        outgoing = parts.outgoing();
        directory = new GitDirectory(bare);
        parts.notices().listenTo(directory.directories());
        commits = new CommitWatch(parts, new Watched(bare, ""), directory, isNew, now);
    }

    /**
     * The bare repository that a directory's {@code .git} leads to; empty where it leads to none, or to one that git does
     * not agree to use.
     *
     * @param top the directory, which stands for the work tree that there is not
     */
    static Optional<Repository> find(Git git, Path top) throws IOException, InterruptedException {
        GitCommand command =
                GitCommand.in(top, "rev-parse", "--path-format=absolute", "--is-bare-repository", "--absolute-git-dir");
        if (!(git.run(command) instanceof GitResult.Done done)) {
            return Optional.empty();
        }
        List<String> lines = done.text().lines().toList();
        if (lines.size() != 2 || !lines.getFirst().equals("true")) {
            return Optional.empty();
        }
        Path place = Path.of(lines.getLast()).toRealPath();
        return Optional.of(new Repository(top, place, place));
    }

    @Override
    public boolean isThere() {
        return directory.look().isThere();
    }

    @Override
    public long round(long now) throws InterruptedException {
        changes.passAll();
        if (!outgoing.flush() || !changes.deliver()) {
            return TimeUnit.MILLISECONDS.toNanos(settings.retryMillis());
        }
        return Math.max(1, Math.min(TimeUnit.MILLISECONDS.toNanos(settings.pollMillis()), commits.tell(now)));
    }

    @Override
    public Health.Status status() {
        return commits.status();
    }

    @Override
    public boolean finish(long now) throws InterruptedException {
        changes.passAll();
        boolean isToldOf = outgoing.flush();
        return changes.deliver() && isToldOf;
    }
}
