package dev.herald.effect.autocommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import dev.herald.session.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is looked after beside the committing itself. */
@Timeout(60)
final class RepositoryCareTest {
    private static final RepositoryCare.Pace SOON = new RepositoryCare.Pace(10, 1);

    @TempDir
    private Path directory;

    private final Git git = Git.of(System.getenv());

    private String git(String... arguments) {
        try {
            return git.ask(GitCommand.in(directory, arguments)).text();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RepositoryCare care(AutoCommitMode mode) {
        RepositoryCare care = new RepositoryCare(git, new PruneAges(Long.MAX_VALUE, 2), SOON, Clock.system());
        care.add(directory, mode);
        care.start();
        return care;
    }

    private void snapshots(int count) {
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ann");
        git("config", "user.email", "ann@example.org");
        String tree = git("mktree");
        String last = "";
        for (int i = 0; i < count; i++) {
            List<String> line = new ArrayList<>(List.of("commit-tree", tree, "-m", i + "\n\nHerald-Base: none"));
            if (!last.isEmpty()) {
                line.addAll(List.of("-p", last));
            }
            last = git(line.toArray(String[]::new));
        }
        git("update-ref", "refs/herald/main", last);
    }

    @Test
    void oldSnapshotsGoByThemselvesInShadowModeAlone() {
        snapshots(4);
        try (RepositoryCare care = care(AutoCommitMode.SHADOW)) {
            Await.until(
                    "two are left",
                    () -> git("rev-list", "--count", "refs/herald/main").equals("2"));
            assertThat(care.worse(directory, Health.Status.HEALTHY)).isEqualTo(Health.Status.HEALTHY);
        }
    }

    @Test
    void aDirectoryWithoutARepositoryIsDegradedUntilItHasOne() {
        try (RepositoryCare care = care(AutoCommitMode.BRANCH)) {
            Await.until(
                    "it is seen",
                    () -> care.worse(directory, Health.Status.HEALTHY).level() == Health.Level.DEGRADED);
            assertThat(care.worse(directory, Health.Status.HEALTHY).detail())
                    .contains(directory.toString())
                    .contains("git init");
            Health.Status worst = new Health.Status(Health.Level.UNHEALTHY, "broke");
            assertThat(care.worse(directory, worst)).isEqualTo(worst);
            snapshots(4);
            Await.until(
                    "it is seen",
                    () -> care.worse(directory, Health.Status.HEALTHY).level() == Health.Level.HEALTHY);
            assertThat(git("rev-list", "--count", "refs/herald/main")).isEqualTo("4");
        }
    }
}
