package dev.herald.lab.bench;

import dev.herald.effect.autocommit.AutoCommitMode;
import dev.herald.effect.autocommit.AutoCommitSettings;
import dev.herald.effect.autocommit.Committers;
import dev.herald.effect.autocommit.Outcome;
import dev.herald.effect.autocommit.PruneAges;
import dev.herald.event.Draft;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.intake.Intake;
import dev.herald.intake.Receipt;
import dev.herald.journal.Appended;
import dev.herald.loop.Clock;
import dev.herald.meter.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A snapshot of a large work tree with few changes, beside the least that git itself needs for its tree. */
final class Snapshots {
    private static final ProjectId PROJECT = new ProjectId("bench");
    private static final int CHANGED = 3;
    private static final int FILES_A_DIRECTORY = 100;
    /** After which a file's time is no longer doubtful, as after the quiet that a change waits for. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Snapshots() {}

    /** @param files in the repository, which is made for it */
    static String measure(int files, int rounds) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("herald-bench");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Git git = Git.of(System.getenv());
        for (int i = 0; i < files; i++) {
            Path file = tree.resolve("d" + i / FILES_A_DIRECTORY + "/f" + i);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "file " + i + "\n" + "x".repeat(i % 3_000));
        }
        git.ask(GitCommand.in(tree, "init", "-q"));
        git.ask(GitCommand.in(tree, "add", "-A"));
        git.ask(GitCommand.in(
                tree, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "--no-gpg-sign", "-m", "all"));
        long[] plain = new long[rounds];
        long[] ours = new long[rounds];
        AutoCommitSettings settings =
                AutoCommitSettings.of(PROJECT, tree, directory.resolve("own"), AutoCommitMode.SHADOW);
        PruneAges kept = new PruneAges(Long.MAX_VALUE, Long.MAX_VALUE);
        try (Committers committer = new Committers(git, new Accepting(), kept, Clock.system())) {
            committer.add(settings, new Health(), "auto-commit");
            committer.start();
            snapshot(committer, tree, -1);
            for (int round = 0; round < rounds; round++) {
                // Who begins alternates: the first of a round has the colder caches.
                if (round % 2 == 0) {
                    plain[round] = plain(directory, tree, 2 * round);
                    ours[round] = snapshot(committer, tree, 2 * round + 1);
                } else {
                    ours[round] = snapshot(committer, tree, 2 * round);
                    plain[round] = plain(directory, tree, 2 * round + 1);
                }
            }
        }
        Arrays.sort(plain);
        Arrays.sort(ours);
        double median = ours[rounds / 2] / (double) plain[rounds / 2];
        double least = ours[0] / (double) plain[0];
        return String.format(
                Locale.ROOT,
                "%,d files, %d changed: git add and write-tree %.1f ms, snapshot %.1f ms (medians)"
                        + "  ratio %.2f (of the least %.2f)",
                files,
                CHANGED,
                plain[rounds / 2] / 1e6,
                ours[rounds / 2] / 1e6,
                median,
                least);
    }

    private static void change(Path tree, int round) throws IOException {
        for (int i = 0; i < CHANGED; i++) {
            Files.writeString(tree.resolve("d" + i + "/f" + i * FILES_A_DIRECTORY), "round " + round);
        }
        LockSupport.parkNanos(SETTLE_NANOS);
    }

    private static long snapshot(Committers committer, Path tree, int round) throws IOException, InterruptedException {
        change(tree, round);
        long begin = System.nanoTime();
        Optional<Committers.Answer> answer = committer.commit(PROJECT);
        long took = System.nanoTime() - begin;
        if (answer.filter(one -> one.outcome() instanceof Outcome.Committed).isEmpty()) {
            throw new IllegalStateException("no snapshot: " + answer);
        }
        return took;
    }

    private static long plain(Path directory, Path tree, int round) throws IOException, InterruptedException {
        change(tree, round);
        ProcessBuilder shell = new ProcessBuilder(
                "/bin/sh", "-c", "cp -p .git/index \"$GIT_INDEX_FILE\" && git add -A && git write-tree");
        shell.directory(tree.toFile());
        shell.environment().put("GIT_INDEX_FILE", directory.resolve("plain").toString());
        shell.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        int status = shell.start().waitFor();
        long took = System.nanoTime() - begin;
        if (status != 0) {
            throw new IllegalStateException("git add failed");
        }
        return took;
    }

    /** A journal that costs nothing. */
    private static final class Accepting implements Intake {
        private long next = 1;

        @Override
        public synchronized CompletableFuture<Receipt> submit(List<Draft> drafts) {
            List<Appended> appended = drafts.stream()
                    .map(draft -> new Appended(Position.of(next++, 0), true))
                    .toList();
            return CompletableFuture.completedFuture(new Receipt.Accepted(appended));
        }

        @Override
        public boolean isHealthy() {
            return true;
        }
    }
}
