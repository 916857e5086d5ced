package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.git.GitCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was kept comes back whole, beside what is there now and never over it. */
class RestoringTest {
    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;
    private Snapshot snapshot;
    private String before = "";

    @BeforeEach
    void keepAndGoOn() throws Exception {
        directory = directory.toRealPath();
        kept = new KeptRepository(directory.resolve("work"));
        kept.write("a.txt", "one\n");
        kept.write("gone.txt", "gone\n");
        kept.commit("first");
        kept.write("a.txt", "one\nkept\n");
        kept.write("dir/run.sh", "#!/bin/sh\n");
        kept.directory.resolve("dir/run.sh").toFile().setExecutable(true);
        kept.write("bin", new byte[] {0, (byte) 0xff, 13, 10});
        kept.write("ü mit leer\ttab", "ü\n");
        Files.createSymbolicLink(kept.directory.resolve("link"), Path.of("nowhere"));
        Files.delete(kept.directory.resolve("gone.txt"));
        kept.keep("main");
        kept.write("a.txt", "local\n");
        kept.write("dir/local", "local\n");
        kept.run("add", "a.txt");
        snapshots = kept.snapshots();
        snapshot = snapshots.find(new SnapshotId.Latest(0), "main");
        before = kept.state();
    }

    private void assertNothingElseChanged(String ref) throws Exception {
        String now = kept.state()
                .lines()
                .filter(line -> !line.endsWith(ref))
                .toList()
                .toString();
        assertThat(now).isEqualTo(before.lines().toList().toString());
        assertThat(kept.directory.resolve("a.txt")).hasContent("local\n");
    }

    private List<String> leftovers() throws Exception {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("herald-restore"))
                    .toList();
        }
    }

    @Test
    void aBranchLooksAsIfItHadBeenCommittedByHand() throws Exception {
        Restored restored = snapshots.restore(snapshot, new RestoreTarget.Branch("back/1"), List.of());
        assertThat(restored).isEqualTo(new Restored.Branch("back/1", kept.hash("refs/heads/back/1")));
        assertThat(kept.hash("back/1^{tree}")).isEqualTo(snapshot.tree());
        assertThat(kept.run("log", "--format=%P", "-1", "back/1")).isEqualTo(kept.hash("HEAD"));
        assertThat(kept.run("log", "--format=%s %an %at", "-1", "back/1"))
                .isEqualTo("Restore: Snapshot 0 Ann " + KeptRepository.FIRST);
        assertNothingElseChanged("refs/heads/back/1");
        // It is no snapshot itself: those that come after it would have to go on with it.
        assertThatThrownBy(() -> snapshots.find(new SnapshotId.Hash(kept.hash("back/1")), "main"))
                .isInstanceOf(SnapshotException.class);
    }

    @Test
    void aBranchOfSomePathsHasTheOthersAsTheyWere() throws Exception {
        snapshots.restore(snapshot, new RestoreTarget.Branch("part"), List.of("dir", "gone.txt"));
        assertThat(kept.run("diff", "--name-status", "main", "part")).isEqualTo("A\tdir/run.sh\nD\tgone.txt");
        assertNothingElseChanged("refs/heads/part");
        assertThatThrownBy(() -> snapshots.restore(snapshot, new RestoreTarget.Branch("p2"), List.of("nothing")))
                .hasMessageContaining("nothing");
        assertThat(kept.hash("refs/heads/p2")).isEmpty();
    }

    @Test
    void aBranchThatIsThereOrCannotBeIsRefused() throws Exception {
        String main = kept.hash("main");
        for (String name : List.of("main", "main/below", "a..b", "-d", "", "@{-1}", "HEAD")) {
            assertThatThrownBy(() -> snapshots.restore(snapshot, new RestoreTarget.Branch(name), List.of()))
                    .as(name)
                    .isInstanceOf(SnapshotException.class);
        }
        assertThat(kept.hash("main")).isEqualTo(main);
        assertNothingElseChanged("-");
    }

    @Test
    void aPatchAppliesToTheBaseWholeAndBinary() throws Exception {
        Path file = directory.resolve("p.patch");
        assertThat(snapshots.restore(snapshot, new RestoreTarget.Patch(file), List.of()))
                .isEqualTo(new Restored.Patch(Files.size(file)));
        KeptRepository clone =
                new KeptRepository(directory.resolve("clone"), "clone", "-q", kept.directory.toString(), ".");
        clone.run("apply", "--index", file.toString());
        assertThat(clone.run("write-tree")).isEqualTo(snapshot.tree());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshots.patch(snapshot, List.of("a.txt"), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("+kept").doesNotContain("run.sh");

        assertThatThrownBy(() -> snapshots.restore(snapshot, new RestoreTarget.Patch(file), List.of()))
                .hasMessageContaining("is there already");
        assertThat(leftovers()).isEmpty();
        assertNothingElseChanged("-");
    }

    @Test
    void aDirectoryHasEveryFileWithItsKind() throws Exception {
        Path place = directory.resolve("back");
        assertThat(snapshots.restore(snapshot, new RestoreTarget.Directory(place), List.of()))
                .isEqualTo(new Restored.Directory(5));
        assertThat(place.resolve("a.txt")).hasContent("one\nkept\n");
        assertThat(place.resolve("bin")).hasBinaryContent(new byte[] {0, (byte) 0xff, 13, 10});
        assertThat(place.resolve("dir/run.sh")).isExecutable();
        assertThat(place.resolve("ü mit leer\ttab")).hasContent("ü\n");
        assertThat(Files.readSymbolicLink(place.resolve("link"))).isEqualTo(Path.of("nowhere"));
        assertThat(place.resolve("gone.txt")).doesNotExist();
        assertThat(place.resolve(".git")).doesNotExist();
        assertThat(leftovers()).isEmpty();
        assertNothingElseChanged("-");
    }

    @Test
    void anEmptyDirectoryIsTakenAndAFullOneRefused() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        snapshots.restore(snapshot, new RestoreTarget.Directory(empty), List.of("dir", "bin"));
        assertThat(empty.resolve("dir/run.sh")).isRegularFile();
        assertThat(empty.resolve("a.txt")).doesNotExist();
        for (Path place : List.of(
                empty, kept.directory.resolve("inside"), kept.directory.resolve(".git/x"), directory.resolve("no/x"))) {
            assertThatThrownBy(() -> snapshots.restore(snapshot, new RestoreTarget.Directory(place), List.of()))
                    .as(place.toString())
                    .isInstanceOf(SnapshotException.class);
        }
        assertThatThrownBy(() -> snapshots.restore(
                        snapshot, new RestoreTarget.Directory(directory.resolve("none")), List.of("nothing")))
                .hasMessageContaining("none of the paths");
        assertThat(directory.resolve("none")).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void filesAreFilteredAsACheckoutDoes() throws Exception {
        kept.write(".gitattributes", "*.crlf eol=crlf text\n*.up filter=up\n");
        kept.write("x.crlf", "1\n2\n");
        kept.write("y.up", "loud\n");
        kept.run("config", "filter.up.clean", "tr A-Z a-z");
        kept.run("config", "filter.up.smudge", "tr a-z A-Z");
        kept.keep("main");
        Files.delete(kept.directory.resolve(".gitattributes"));
        Path place = directory.resolve("filtered");
        snapshots.restore(
                snapshots.find(new SnapshotId.Latest(0), "main"),
                new RestoreTarget.Directory(place),
                List.of("x.crlf", "y.up"));
        assertThat(Files.readString(place.resolve("x.crlf"))).isEqualTo("1\r\n2\r\n");
        assertThat(Files.readString(place.resolve("y.up"))).isEqualTo("LOUD\n");
    }

    @Test
    void aFilterThatFailsLeavesNothingBehind() throws Exception {
        kept.write(".gitattributes", "*.up filter=up\n");
        kept.write("y.up", "loud\n");
        kept.keep("main");
        kept.run("config", "filter.up.smudge", "false");
        kept.run("config", "filter.up.required", "true");
        Path place = directory.resolve("failed");
        Snapshot newest = snapshots.find(new SnapshotId.Latest(0), "main");
        assertThatThrownBy(() -> snapshots.restore(newest, new RestoreTarget.Directory(place), List.of()))
                .hasMessageContaining("cannot write the files")
                .hasMessageContaining("external filter");
        assertThat(place).doesNotExist();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aSparseCheckoutAndAMissingIdentityAreNoReasonNotTo() throws Exception {
        kept.run("sparse-checkout", "set", "--no-cone", "/a.txt");
        Path place = directory.resolve("whole");
        snapshots.restore(snapshot, new RestoreTarget.Directory(place), List.of());
        assertThat(place.resolve("dir/run.sh")).isRegularFile();
        kept.run("config", "--unset", "user.name");
        kept.run("config", "--unset", "user.email");
        kept.run("config", "user.useConfigOnly", "true");
        snapshots.restore(snapshot, new RestoreTarget.Branch("anonymous"), List.of());
        assertThat(kept.run("log", "-1", "--format=%cn", "anonymous")).isEqualTo("Ann");
    }

    @Test
    void aBranchWithoutACommitThatIsCheckedOutIsNotMade() throws Exception {
        KeptRepository empty = new KeptRepository(directory.resolve("unborn"));
        empty.write("a", "a\n");
        empty.keep("main");
        Snapshots ofEmpty = empty.snapshots();
        Snapshot only = ofEmpty.find(new SnapshotId.Latest(0), "main");
        assertThatThrownBy(() -> ofEmpty.restore(only, new RestoreTarget.Branch("main"), List.of()))
                .hasMessageContaining("checked out");
        ofEmpty.restore(only, new RestoreTarget.Branch("other"), List.of());
        assertThat(empty.run("log", "--format=%P", "other")).isEmpty();
        GitCommand show = GitCommand.in(empty.directory, "show", "other:a");
        assertThat(empty.git.ask(show).text()).isEqualTo("a");
    }
}
