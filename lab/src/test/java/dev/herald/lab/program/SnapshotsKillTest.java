package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning and restoring are killed at random moments; what is there then is whole. */
final class SnapshotsKillTest {
    private static final int SNAPSHOTS = 3_000;
    private static final int KILLS = 4;
    /** From the program's start to a time when it has usually ended. */
    private static final long SPAN_MILLIS = 1_400;

    @TempDir
    Path directory;

    @Test
    void killedPruningLeavesTheHistoryBeforeOrAfter() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        make();
        int before = count();
        for (int i = 0; i < KILLS; i++) {
            int keep = before - 10;
            killed(random, "snapshots", "prune", "--keep", String.valueOf(keep));
            assertThat(git("", "fsck", "--strict", "--no-dangling"))
                    .as("seed " + seed)
                    .isEmpty();
            assertThat(count()).as("seed " + seed).isIn(before, keep);
            before = count();
        }
        assertThat(git("", "log", "-1", "--format=%s", "refs/herald/main")).isEqualTo("Snapshot " + (SNAPSHOTS - 1));
    }

    @Test
    void killedRestoringLeavesAllOrNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        make();
        for (int i = 0; i < KILLS; i++) {
            Path place = directory.resolve("back" + i);
            killed(random, "snapshots", "restore", "latest", "--directory", place.toString());
            if (Files.exists(place)) {
                assertThat(place.resolve("a.txt")).as("seed " + seed).hasContent("a");
                assertThat(place.resolve("b.txt")).as("seed " + seed).hasContent("b");
            }
            assertThat(git("", "status", "--porcelain")).as("seed " + seed).isEmpty();
        }
    }

    private void killed(Random random, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-C", work().toString()));
        try (Program program = Program.start(directory, all.toArray(String[]::new))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(SPAN_MILLIS)));
            program.kill();
        }
    }

    private Path work() {
        return directory.resolve("work");
    }

    /** A repository with as many snapshots as a busy week leaves. */
    private void make() throws Exception {
        Files.createDirectory(work());
        git("", "init", "-q", "-b", "main");
        git("", "config", "user.name", "Ann");
        git("", "config", "user.email", "ann@example.org");
        git("", "config", "commit.gpgsign", "false");
        git("", "config", "gc.auto", "0");
        Files.writeString(work().resolve("a.txt"), "a");
        Files.writeString(work().resolve("b.txt"), "b");
        git("", "add", "-A");
        git("", "commit", "-q", "-m", "first");
        String tree = git("", "rev-parse", "HEAD^{tree}");
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < SNAPSHOTS; i++) {
            String message = "Snapshot " + i + "\n\nHerald-Base: none\n";
            stream.append("commit refs/herald/main\nmark :")
                    .append(i + 1)
                    .append("\ncommitter A <a@b> ")
                    .append(1_700_000_000 + i)
                    .append(" +0000\ndata ")
                    .append(message.length())
                    .append('\n')
                    .append(message)
                    .append(i == 0 ? "" : "from :" + i + "\n")
                    .append("M 040000 ")
                    .append(tree)
                    .append(" \n");
        }
        git(stream.toString(), "fast-import", "--quiet");
    }

    private int count() throws Exception {
        return Integer.parseInt(git("", "rev-list", "--count", "refs/herald/main"));
    }

    private String git(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path given = Files.writeString(directory.resolve("input"), input);
        Process process = new ProcessBuilder(command)
                .directory(work().toFile())
                .redirectInput(given.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
