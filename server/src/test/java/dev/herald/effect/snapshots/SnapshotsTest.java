package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there, what it is called, and how it differs. */
class SnapshotsTest {
    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;

    @BeforeEach
    void open() throws Exception {
        kept = new KeptRepository(directory.resolve("work"));
        kept.write("a.txt", "one\n");
        kept.write("b.txt", "b\n");
        kept.commit("first");
        snapshots = kept.snapshots();
    }

    private List<ListedSnapshot> listed(int max) throws Exception {
        List<ListedSnapshot> all = new ArrayList<>();
        snapshots.list(snapshots.branches(), max, snapshot -> {
            all.add(snapshot);
            return all.size() < max;
        });
        return all;
    }

    private Snapshot find(SnapshotId id) throws Exception {
        return snapshots.find(id, "main");
    }

    private String diff(String id, @Nullable String other, String... paths) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshots.diff(
                find(new SnapshotId.Hash(id)),
                other == null ? null : find(new SnapshotId.Hash(other)),
                List.of(paths),
                false,
                out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsAllBranchesNewestFirstWithWhatChanged() throws Exception {
        kept.write("a.txt", "one\ntwo\n");
        String first = kept.keep("main");
        kept.write("new.bin", new byte[] {0, 1, 2});
        String second = kept.keep("feature/x");
        kept.write("a.txt", "two\n");
        Files.delete(kept.directory.resolve("b.txt"));
        String third = kept.keep("main");

        List<ListedSnapshot> all = listed(10);
        assertThat(all).extracting(one -> one.snapshot().id()).containsExactly(third, second, first);
        assertThat(all).extracting(ListedSnapshot::branch).containsExactly("main", "feature/x", "main");
        assertThat(all)
                .extracting(ListedSnapshot::extent)
                .containsExactly(new Extent(3, 0, 2), new Extent(2, 1, 0), new Extent(1, 1, 0));
        Snapshot newest = all.getFirst().snapshot();
        assertThat(newest.trigger()).isEqualTo("change");
        assertThat(newest.position()).isEqualTo("17-2");
        assertThat(newest.base()).isEqualTo(kept.hash("HEAD"));
        assertThat(newest.subject()).isEqualTo("Snapshot 2");
        assertThat(newest.at()).isEqualTo(Instant.ofEpochSecond(KeptRepository.FIRST + 120));
    }

    @Test
    void theHistoryEndsWhereTheUsersOwnBegins() throws Exception {
        kept.commitEmpty("second");
        kept.keep("main");
        assertThat(listed(10)).hasSize(1);
    }

    @Test
    void pagesOfSeveralBranchesComeInOrder() throws Exception {
        String tree = kept.hash("HEAD^{tree}");
        for (int i = 0; i < 12; i++) {
            kept.keepTree(i % 5 == 0 ? "other" : "main", tree);
        }
        List<ListedSnapshot> all = new ArrayList<>();
        snapshots.list(snapshots.branches(), 2, all::add);
        assertThat(all).hasSize(12);
        assertThat(all).extracting(one -> one.snapshot().at()).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(listed(3)).hasSize(3);
    }

    @Test
    void findsByHashLatestAndTime() throws Exception {
        String first = kept.keep("main");
        kept.write("a.txt", "two\n");
        String second = kept.keep("main");

        assertThat(find(new SnapshotId.Latest(0)).id()).isEqualTo(second);
        assertThat(find(new SnapshotId.Latest(1)).id()).isEqualTo(first);
        assertThat(find(new SnapshotId.Hash(first)).id()).isEqualTo(first);
        assertThat(find(new SnapshotId.Hash(first.substring(0, 8))).id()).isEqualTo(first);
        Instant between = Instant.ofEpochSecond(KeptRepository.FIRST + 59);
        assertThat(find(new SnapshotId.At(between)).id()).isEqualTo(first);
        assertThat(find(new SnapshotId.At(between.plusSeconds(1))).id()).isEqualTo(second);
    }

    @Test
    void whatIsNotThereSaysWhatToDo() throws Exception {
        assertThatThrownBy(() -> find(new SnapshotId.Latest(0)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("./herald serve --watch . --auto-commit shadow");
        String first = kept.keep("main");
        assertThatThrownBy(() -> find(new SnapshotId.Latest(1))).hasMessageContaining("fewer than 2");
        assertThatThrownBy(() -> snapshots.find(new SnapshotId.Latest(0), "gone"))
                .hasMessageContaining("give --branch")
                .hasMessageContaining("main");
        assertThatThrownBy(() -> find(new SnapshotId.At(Instant.ofEpochSecond(KeptRepository.FIRST - 1))))
                .hasMessageContaining("or before");
        assertThatThrownBy(() -> find(new SnapshotId.Hash("0000000")))
                .hasMessageContaining("no snapshot's id begins with 0000000");
        String commit = kept.hash("HEAD");
        assertThatThrownBy(() -> find(new SnapshotId.Hash(commit))).hasMessageContaining("no snapshot's id");
        assertThat(find(new SnapshotId.Hash(first)).id()).isEqualTo(first);
    }

    @Test
    void aShortHashOfSeveralSnapshotsIsRefusedAndNamesThem() throws Exception {
        String tree = kept.hash("HEAD^{tree}");
        List<String> ids = new ArrayList<>();
        String digit = "";
        // Four digits are the least that may be given: with one in 16 ids equal in the first, look for equal fourths.
        CommitPack pack = new CommitPack("sha1");
        java.util.Map<String, String> seen = new java.util.HashMap<>();
        String raw = "tree " + tree
                + "\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nSnapshot %d\n\nHerald-Base: none\n";
        for (int i = 0; digit.isEmpty(); i++) {
            byte[] commit = raw.formatted(i).getBytes(StandardCharsets.US_ASCII);
            String id = pack.add(commit);
            String other = seen.put(id.substring(0, 4), id);
            if (other != null) {
                digit = id.substring(0, 4);
                ids.addAll(List.of(id, other));
            }
        }
        kept.git.ask(dev.herald.git.GitCommand.in(kept.directory, "index-pack", "--stdin")
                .reading(pack.bytes()));
        String ambiguous = digit;
        assertThatThrownBy(() -> find(new SnapshotId.Hash(ambiguous)))
                .hasMessageContaining("is the beginning of 2 snapshots")
                .hasMessageContaining(ids.getFirst().substring(0, 10))
                .hasMessageContaining(ids.getLast().substring(0, 10));
    }

    @Test
    void showsTheFilesThatDifferFromWhatWasCheckedOut() throws Exception {
        kept.write("ä b.txt", "ä\n");
        kept.write("bin", new byte[] {0, 1});
        Files.move(kept.directory.resolve("b.txt"), kept.directory.resolve("moved.txt"));
        kept.keep("main");
        Snapshot snapshot = find(new SnapshotId.Latest(0));
        assertThat(snapshots.changes(snapshot))
                .containsExactlyInAnyOrder(
                        new ChangedFile("ä b.txt", null, 'A', 1, 0),
                        new ChangedFile("bin", null, 'A', -1, -1),
                        new ChangedFile("moved.txt", "b.txt", 'R', 0, 0));
        assertThat(snapshots.branchesOf(snapshot)).containsExactly("main");
    }

    @Test
    void comparesWithTheFilesAsTheyAreNowAndTouchesNothing() throws Exception {
        kept.write("untracked", "u\n");
        kept.write(".gitignore", "*.log\n");
        kept.write("x.log", "ignored\n");
        String id = kept.keep("main");
        assertThat(diff(id, null)).isEmpty();

        kept.write("a.txt", "one\nmore\n");
        kept.run("add", "a.txt");
        kept.write("a.txt", "one\nmore\nmost\n");
        kept.write("untracked", "u2\n");
        kept.write("newer", "n\n");
        Files.delete(kept.directory.resolve("b.txt"));
        String before = kept.state();
        byte[] index = Files.readAllBytes(kept.directory.resolve(".git/index"));
        String objects = kept.run("count-objects", "-v");

        String patch = diff(id, null);
        assertThat(patch)
                .contains("+more", "+most", "+u2", "+++ b/newer", "deleted file mode 100644", "--- a/b.txt")
                .doesNotContain("x.log");
        assertThat(diff(id, null, "newer")).contains("newer").doesNotContain("a.txt");
        assertThat(Files.readAllBytes(kept.directory.resolve(".git/index"))).isEqualTo(index);
        assertThat(kept.run("count-objects", "-v")).isEqualTo(objects);
        assertThat(kept.state()).isEqualTo(before);
    }

    @Test
    void comparesWithAFileInConflictAsItStands() throws Exception {
        String id = kept.keep("main");
        kept.run("switch", "-q", "-c", "other");
        kept.write("a.txt", "theirs\n");
        kept.commit("theirs");
        kept.run("switch", "-q", "main");
        kept.write("a.txt", "ours\n");
        kept.commit("ours");
        kept.git.run(dev.herald.git.GitCommand.in(kept.directory, "merge", "other"));
        assertThat(diff(id, null)).contains("+<<<<<<< HEAD", "+theirs").doesNotContain("Unmerged");
        assertThat(kept.run("ls-files", "-u")).isNotEmpty();
    }

    @Test
    void comparesTwoSnapshotsWhateverIsConfigured() throws Exception {
        String first = kept.keep("main");
        kept.write("a.txt", "two\n");
        String second = kept.keep("main");
        kept.run("config", "diff.noprefix", "true");
        kept.run("config", "diff.external", "false");
        kept.run("config", "color.ui", "always");
        assertThat(diff(first, second)).contains("--- a/a.txt", "-one", "+two");
        kept.write("a.txt", "three\n");
        assertThat(diff(first, null)).contains("--- a/a.txt", "-one", "+three");
    }

    @Test
    void worksBeforeTheFirstCommitAndInALinkedWorkTree() throws Exception {
        KeptRepository empty = new KeptRepository(directory.resolve("empty"));
        empty.write("a", "a\n");
        String id = empty.keep("main");
        Snapshots ofEmpty = empty.snapshots();
        assertThat(ofEmpty.currentBranch()).isEqualTo("main");
        Snapshot snapshot = ofEmpty.find(new SnapshotId.Latest(0), "main");
        assertThat(snapshot.id()).isEqualTo(id);
        assertThat(snapshot.base()).isNull();
        assertThat(ofEmpty.changes(snapshot)).containsExactly(new ChangedFile("a", null, 'A', 1, 0));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ofEmpty.diff(snapshot, null, List.of(), false, out);
        assertThat(out.size()).isZero();

        kept.run(
                "worktree",
                "add",
                "-q",
                "-b",
                "linked",
                directory.resolve("linked").toString());
        KeptRepository linked = new KeptRepository(directory.resolve("linked"), "status");
        linked.keep("linked");
        linked.write("c", "c\n");
        out.reset();
        linked.snapshots()
                .diff(linked.snapshots().find(new SnapshotId.Latest(0), "linked"), null, List.of(), false, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("+++ b/c");
        linked.run("checkout", "-q", "--detach");
        assertThat(linked.snapshots().currentBranch()).isEqualTo("HEAD@linked");
    }

    @Test
    void eachWorkTreeWithoutABranchHasAHistoryOfItsOwn() throws Exception {
        kept.keep("HEAD");
        List<KeptRepository> trees = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path place = directory.resolve(name);
            kept.run("worktree", "add", "-q", "--detach", place.toString());
            KeptRepository tree = new KeptRepository(place, "status");
            assertThatThrownBy(() -> tree.snapshots()
                            .find(new SnapshotId.Latest(0), tree.snapshots().currentBranch()))
                    .hasMessageContaining("branch HEAD@" + name + " has no snapshots")
                    .hasMessageContaining("HEAD");
            trees.add(tree);
        }
        for (int i = 0; i < 2; i++) {
            for (KeptRepository tree : trees) {
                tree.write("mine", tree.directory.getFileName() + " " + i + "\n");
                tree.keep(tree.snapshots().currentBranch());
            }
        }
        kept.run("checkout", "-q", "--detach");
        assertThat(snapshots.currentBranch()).isEqualTo("HEAD");
        assertThat(snapshots.branches())
                .extracting(SnapshotRef::branch)
                .containsExactlyInAnyOrder("HEAD", "HEAD@one", "HEAD@two");
        Snapshots one = trees.getFirst().snapshots();
        one.prune(List.of(one.currentBranch()), new PruneRules(null, 1), false);
        Snapshots two = trees.getLast().snapshots();
        Snapshot latest = two.find(new SnapshotId.Latest(0), two.currentBranch());
        assertThat(kept.run("show", latest.id() + ":mine")).isEqualTo("two 1");
        assertThat(two.find(new SnapshotId.Latest(1), two.currentBranch()).tree())
                .isNotEqualTo(latest.tree());
        assertThatThrownBy(() -> one.find(new SnapshotId.Latest(1), one.currentBranch()))
                .hasMessageContaining("fewer than 2");
    }

    @Test
    void aSplitIndexStaysAsItIs() throws Exception {
        kept.run("config", "core.splitIndex", "true");
        kept.run("update-index", "--split-index");
        String id = kept.keep("main");
        kept.write("a.txt", "two\n");
        kept.write("new", "n\n");
        List<String> before = files(kept.directory.resolve(".git"));
        assertThat(diff(id, null)).contains("+two", "+++ b/new");
        assertThat(files(kept.directory.resolve(".git"))).isEqualTo(before);
    }

    private static List<String> files(Path place) throws Exception {
        try (var all = Files.walk(place)) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
