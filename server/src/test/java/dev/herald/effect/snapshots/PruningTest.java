package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.git.GitCommand;
import dev.herald.git.OtherGit;
import dev.herald.git.Repository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old snapshots go; those that stay are what they were. */
class PruningTest {
    private static final PruneRules KEEP_TWO = new PruneRules(null, 2);

    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;

    @BeforeEach
    void open() throws Exception {
        kept = new KeptRepository(directory.resolve("work"));
        snapshots = kept.snapshots();
    }

    private void keep(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            kept.write("a.txt", i + "\n");
            kept.keep("main");
        }
    }

    private String chain() throws Exception {
        return kept.run("log", "--first-parent", "--format=%T %an %ae %at %cn %ce %ct %B", SnapshotRef.name("main"));
    }

    private List<Pruned> prune(PruneRules rules) throws Exception {
        return snapshots.prune(List.of("main"), rules, false);
    }

    private static Instant at(int minute) {
        return Instant.ofEpochSecond(KeptRepository.FIRST + 60L * minute);
    }

    @Test
    void keepsTheNewestAsTheyWereButForTheirParents() throws Exception {
        keep(1);
        kept.write("c", "c");
        kept.commit("the first of the user's own");
        keep(2);
        kept.commitEmpty("the second");
        keep(2);
        String ownHistory = kept.run("log", "--format=%H", "main");
        String before = chain();
        String head = kept.hash("main");

        assertThat(prune(new PruneRules(null, 3))).containsExactly(new Pruned("main", 2, 3));

        String after = chain();
        assertThat(before)
                .startsWith(
                        after.substring(0, after.indexOf("the first")).strip().substring(0, 200));
        List<String> parents = kept.run("log", "--first-parent", "--format=%P", "-3", SnapshotRef.name("main"))
                .lines()
                .toList();
        assertThat(parents.getFirst()).endsWith(" " + head);
        assertThat(parents.getLast()).isEqualTo(kept.hash("main~1"));
        List<ListedSnapshot> all = new ArrayList<>();
        snapshots.list(snapshots.branches(), 10, all::add);
        assertThat(all).hasSize(3);
        assertThat(all)
                .extracting(one -> one.snapshot().subject())
                .containsExactly("Snapshot 4", "Snapshot 3", "Snapshot 2");
        assertThat(kept.run("log", "--format=%H", "main")).isEqualTo(ownHistory);
        kept.run("fsck", "--strict");
    }

    @Test
    void prunesByAgeButNeverTheLast() throws Exception {
        keep(4);
        assertThat(prune(new PruneRules(at(2), Long.MAX_VALUE))).containsExactly(new Pruned("main", 2, 2));
        assertThat(prune(new PruneRules(at(2), Long.MAX_VALUE))).containsExactly(new Pruned("main", 0, 2));
        assertThat(prune(new PruneRules(at(100), Long.MAX_VALUE))).containsExactly(new Pruned("main", 1, 1));
        assertThat(snapshots.find(new SnapshotId.Latest(0), "main").subject()).isEqualTo("Snapshot 3");
        assertThat(snapshots.find(new SnapshotId.Latest(0), "main").parents()).isEmpty();
    }

    @Test
    void gitMayTidyUpBetweenTheWritingAndTheMove() throws Exception {
        keep(4);
        Repository repository = ((Repository.At) Repository.at(kept.git, kept.directory)).repository();
        Chain chain = new Chain(kept.git, repository);
        Pruning pruning = new Pruning(kept.git, repository, new Finder(kept.git, repository, chain), chain, () -> {
            try {
                kept.run("-c", "gc.packRefs=false", "gc", "-q", "--prune=now");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(pruning.prune("main", KEEP_TWO, false)).isEqualTo(new Pruned("main", 2, 2));
        assertThat(marks()).as("git may clear away what is here from now on").isEmpty();
        kept.run("fsck", "--strict");
        assertThat(kept.run("show", SnapshotRef.name("main") + ":a.txt")).isEqualTo("3");
    }

    @Test
    void theMarkOfOneThatWasKilledGoesAndThoseOfOthersStay() throws Exception {
        keep(3);
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path packs = kept.directory.resolve(".git/objects/pack");
        Files.writeString(packs.resolve("pack-1.keep"), "herald pruning " + ended.pid() + "\n");
        Files.writeString(
                packs.resolve("pack-2.keep"),
                "herald pruning " + ProcessHandle.current().pid() + "\n");
        Files.writeString(packs.resolve("pack-3.keep"), "mine\n");
        prune(KEEP_TWO);
        assertThat(marks()).containsExactlyInAnyOrder("pack-2.keep", "pack-3.keep");
    }

    private List<String> marks() throws Exception {
        try (Stream<Path> packs = Files.list(kept.directory.resolve(".git/objects/pack"))) {
            return packs.map(pack -> pack.getFileName().toString())
                    .filter(name -> name.endsWith(".keep"))
                    .toList();
        }
    }

    @Test
    void aTrialOnlyTells() throws Exception {
        keep(3);
        String tip = kept.hash(SnapshotRef.name("main"));
        assertThat(snapshots.prune(List.of("main", "none"), KEEP_TWO, true))
                .containsExactly(new Pruned("main", 1, 2), new Pruned("none", 0, 0));
        assertThat(kept.hash(SnapshotRef.name("main"))).isEqualTo(tip);
    }

    @Test
    void encodingsStayAndSignaturesGo() throws Exception {
        String tree = kept.git
                .ask(GitCommand.in(kept.directory, "hash-object", "-w", "-t", "tree", "--stdin"))
                .text();
        String body = "\nencoding ISO-8859-1\n\nsch\u00f6n\n\nHerald-Base: none\n";
        String oldest = write("tree " + tree + "\nauthor \u00c4 <a> 1 +0000\ncommitter A <a> 1 +0000" + body);
        String newest = write("tree " + tree + "\nparent " + oldest
                + "\nauthor \u00c4 <a> 1 +0000\ncommitter A <a> 2 +0000\ngpgsig -----BEGIN\n line\n -----END" + body);
        kept.run("update-ref", SnapshotRef.name("main"), newest);
        assertThat(prune(new PruneRules(null, 1))).containsExactly(new Pruned("main", 1, 1));
        assertThat(kept.git
                        .ask(GitCommand.in(kept.directory, "cat-file", "commit", SnapshotRef.name("main")))
                        .output())
                .isEqualTo(("tree " + tree + "\nauthor \u00c4 <a> 1 +0000\ncommitter A <a> 2 +0000" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(snapshots.find(new SnapshotId.Latest(0), "main").subject()).isEqualTo("sch\u00f6n");
    }

    private String write(String commit) throws Exception {
        return kept.git
                .ask(GitCommand.in(kept.directory, "hash-object", "-w", "-t", "commit", "--stdin")
                        .reading(commit.getBytes(StandardCharsets.ISO_8859_1)))
                .text();
    }

    /** A git whose first move of a ref ends with a failure: without having moved it, or after that. */
    private Snapshots failing(String move) throws Exception {
        Path program = directory.resolve("git");
        Path mark = directory.resolve("mark");
        Files.writeString(program, """
                #!/bin/sh
                for word; do
                  if [ "$word" = update-ref ] && [ ! -e '%s' ]; then
                    touch '%s'
                    %s
                    exit 1
                  fi
                done
                exec git "$@"
                """.formatted(mark, mark, move));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return switch (Repository.at(kept.git, kept.directory)) {
            case Repository.At at -> new Snapshots(OtherGit.at(program, System.getenv()), at.repository());
            case Repository.None none -> throw new AssertionError(none.why());
        };
    }

    @Test
    void aMoveThatIsRefusedOnceIsTriedAgain() throws Exception {
        keep(4);
        assertThat(failing("").prune(List.of("main"), KEEP_TWO, false)).containsExactly(new Pruned("main", 2, 2));
        assertThat(kept.git
                        .ask(GitCommand.in(kept.directory, "rev-list", "--count", "--first-parent", "refs/herald/main"))
                        .text())
                .isEqualTo("2");
    }

    @Test
    void aMoveThatEndedBadlyAfterTheRefHadMovedIsDone() throws Exception {
        keep(4);
        assertThat(failing("git \"$@\"").prune(List.of("main"), KEEP_TWO, false))
                .as("what it pruned, and not that there was nothing to prune")
                .containsExactly(new Pruned("main", 2, 2));
    }

    @Test
    void autoCommitsMeanwhileStand() throws Exception {
        keep(3);
        String tree = kept.hash(SnapshotRef.name("main") + "^{tree}");
        FutureTask<Void> committing = new FutureTask<>(() -> {
            for (int i = 0; i < 12; i++) {
                kept.keepTree("main", tree);
            }
            return null;
        });
        Thread.ofVirtual().start(committing);
        do {
            try {
                prune(KEEP_TWO);
            } catch (SnapshotException othersWereFaster) {
                assertThat(othersWereFaster).hasMessageContaining("Nothing is lost");
            }
        } while (!committing.isDone());
        committing.get();
        prune(KEEP_TWO);
        List<String> subjects = new ArrayList<>();
        snapshots.list(
                snapshots.branches(), 10, one -> subjects.add(one.snapshot().subject()));
        assertThat(subjects).containsExactly("Snapshot 14", "Snapshot 13");
    }

    @Test
    void aRefThatCannotBeMovedIsGivenUpAndNothingIsLost() throws Exception {
        keep(3);
        String tip = kept.hash(SnapshotRef.name("main"));
        Files.createFile(kept.directory.resolve(".git/refs/herald/main.lock"));
        assertThatThrownBy(() -> prune(KEEP_TWO))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("Nothing is lost");
        assertThat(kept.hash(SnapshotRef.name("main"))).isEqualTo(tip);
    }

    @Test
    void writesTheHashesOfTheRepositorysOwnKind() throws Exception {
        KeptRepository other =
                new KeptRepository(directory.resolve("sha256"), "init", "-q", "-b", "main", "--object-format=sha256");
        other.write("a", "a\n");
        other.keep("main");
        other.keep("main");
        assertThat(other.snapshots().prune(List.of("main"), new PruneRules(null, 1), false))
                .containsExactly(new Pruned("main", 1, 1));
        other.run("fsck", "--strict");
        assertThat(other.hash(SnapshotRef.name("main"))).hasSize(64);
    }

    @Test
    void thousandsAreListedAndPruned() throws Exception {
        int count = 5_000;
        String tree = kept.git
                .ask(GitCommand.in(kept.directory, "hash-object", "-w", "-t", "tree", "--stdin"))
                .text();
        CommitPack pack = new CommitPack("sha1");
        String before = "";
        for (int i = 0; i < count; i++) {
            String person = " A <a@b> " + (KeptRepository.FIRST + i) + " +0000\n";
            before = pack.add(("tree " + tree + "\n" + (before.isEmpty() ? "" : "parent " + before + "\n") + "author"
                            + person + "committer" + person + "\nSnapshot " + i + "\n\nHerald-Base: none\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        kept.git.ask(GitCommand.in(kept.directory, "index-pack", "--stdin").reading(pack.bytes()));
        kept.run("update-ref", SnapshotRef.name("main"), before);

        List<String> subjects = new ArrayList<>();
        snapshots.list(
                snapshots.branches(), count, one -> subjects.add(one.snapshot().subject()));
        assertThat(subjects).hasSize(count).startsWith("Snapshot 4999");
        assertThat(prune(new PruneRules(null, count - 1))).containsExactly(new Pruned("main", 1, count - 1));
        assertThat(kept.run("rev-list", "--count", SnapshotRef.name("main"))).isEqualTo("4999");
    }
}
