package dev.herald.source.git;

import dev.herald.event.ProjectId;
import dev.herald.setting.Form;
import dev.herald.setting.Setting;
import dev.herald.setting.Values;
import java.nio.file.Path;

/**
 * How a repository is watched.
 *
 * @param root the watched directory: a work tree, or a directory in one; it need not exist yet, nor be in a repository
 * @param project whose events they are, and what the thread is called after
 * @param state the directory where it is kept which commits have been told; made when needed
 * @param pollMillis how often the repository is looked at when nothing was heard
 * @param retryMillis how long until what was not taken is offered again
 * @param holdMillis changes of files are held while git has locked the index or goes through a rebase, but not when
 *     nothing has moved for so long
 * @param lockMillis a lock older than that is warned of
 * @param heldMax most changes of files held; what is beyond is refused and comes again
 * @param catchUpMax most commits told at a start, the newest, of those that came while nobody watched
 * @param commitsMax most commits told of one look while it watches
 */
public record GitWatchSettings(
        Path root,
        ProjectId project,
        Path state,
        long pollMillis,
        long retryMillis,
        long holdMillis,
        long lockMillis,
        int heldMax,
        int catchUpMax,
        int commitsMax) {
    static final Setting<Integer> CATCH_UP_COMMITS = Setting.one(
            "catch-up-commits",
            Form.whole(1, 100_000),
            "1000",
            "Commits told after a start, the newest of those that came while the server was down.");

    public GitWatchSettings {
        root = root.toAbsolutePath().normalize();
        positive("pollMillis", pollMillis);
        positive("retryMillis", retryMillis);
        positive("holdMillis", holdMillis);
        positive("lockMillis", lockMillis);
        positive("heldMax", heldMax);
        positive("catchUpMax", catchUpMax);
        positive("commitsMax", commitsMax);
    }

    /**
     * The defaults: looks every second, retries after 500 ms, holds for 10 s, warns after 60 s, 100,000 changes held,
     * 1,000 commits at a start and 10,000 later.
     */
    public static GitWatchSettings of(Path root, ProjectId project, Path state) {
        return of(root, project, state, Values.STANDARD);
    }

    public static GitWatchSettings of(Path root, ProjectId project, Path state, Values values) {
        return new GitWatchSettings(
                root, project, state, 1_000, 500, 10_000, 60_000, 100_000, values.take(CATCH_UP_COMMITS), 10_000);
    }

    /** The same, with other most commits at a start. */
    public GitWatchSettings catchingUp(int commits) {
        return new GitWatchSettings(
                root, project, state, pollMillis, retryMillis, holdMillis, lockMillis, heldMax, commits, commitsMax);
    }

    private static void positive(String setting, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(setting + " is above 0, not " + value);
        }
    }
}
