package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where something is missing or broken, what is sound is there all the same, and what is wrong is said. */
class BrokenHistoryTest {
    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;
    private final List<String> ids = new ArrayList<>();

    /** Five snapshots on main, one on other. */
    @BeforeEach
    void open() throws Exception {
        kept = new KeptRepository(directory.resolve("work"));
        kept.write("a", "one\n");
        kept.commit("first");
        for (int i = 0; i < 5; i++) {
            kept.write("a", i + "\n");
            ids.add(kept.keep("main"));
        }
        kept.write("a", "other\n");
        ids.add(kept.keep("other"));
        snapshots = kept.snapshots();
    }

    private Path object(String id) {
        return kept.directory.resolve(".git/objects/" + id.substring(0, 2) + "/" + id.substring(2));
    }

    private void remove(String id) throws Exception {
        Files.delete(object(id));
    }

    private record Listed(List<String> ids, List<BrokenHistory> holes) {}

    private Listed listed(int max) throws Exception {
        List<String> found = new ArrayList<>();
        List<BrokenHistory> holes = snapshots.list(
                snapshots.branches(), max, one -> found.add(one.snapshot().id()));
        return new Listed(found, holes);
    }

    @Test
    void aMissingTipIsToldAndTheOtherBranchesAreListed() throws Exception {
        remove(ids.get(4));
        assertThat(snapshots.broken()).containsExactly(new BrokenHistory("main", ids.get(4), true));
        assertThat(listed(10)).isEqualTo(new Listed(List.of(ids.get(5)), List.of()));
        assertThatThrownBy(() -> snapshots.find(new SnapshotId.Latest(0), "main"))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("newest snapshot cannot be read")
                .hasMessageContaining(ids.get(4).substring(0, 10));
        Snapshot sound = snapshots.find(new SnapshotId.Hash(ids.get(3)), "main");
        assertThat(snapshots.branchesOf(sound)).isEmpty();
        assertThat(snapshots.changes(sound)).hasSize(1);
    }

    @Test
    void anEmptyRefIsTold() throws Exception {
        Files.write(kept.directory.resolve(".git/refs/herald/main"), new byte[0]);
        assertThat(snapshots.broken()).containsExactly(new BrokenHistory("main", "", true));
        assertThat(listed(10).ids()).containsExactly(ids.get(5));
        assertThat(snapshots.broken().getFirst().told()).contains("main", "its ref");
    }

    @Test
    void aTipThatIsTornIsTold() throws Exception {
        Path file = object(ids.get(4));
        assertThat(file.toFile().setWritable(true)).isTrue();
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - 20);
        }
        assertThat(snapshots.broken()).containsExactly(new BrokenHistory("main", ids.get(4), true));
        assertThat(listed(10).ids()).containsExactly(ids.get(5));
    }

    @Test
    void whatIsNewerThanAHoleIsListedOnePageAfterTheOther() throws Exception {
        remove(ids.get(1));
        for (int page : new int[] {1, 2, 3, 10}) {
            Listed listed = listed(page);
            assertThat(listed.ids()).containsExactly(ids.get(5), ids.get(4), ids.get(3), ids.get(2));
            assertThat(listed.holes()).containsExactly(new BrokenHistory("main", ids.get(1), false));
        }
        assertThat(snapshots.broken()).isEmpty();
        assertThat(snapshots.find(new SnapshotId.Latest(2), "main").id()).isEqualTo(ids.get(2));
        Instant last = Instant.ofEpochSecond(KeptRepository.FIRST + 200);
        assertThat(snapshots.find(new SnapshotId.At(last), "main").id()).isEqualTo(ids.get(3));
        assertThatThrownBy(() -> snapshots.find(new SnapshotId.Latest(3), "main"))
                .isInstanceOf(SnapshotException.class);
        Snapshot sound = snapshots.find(new SnapshotId.Hash(ids.get(3)), "main");
        assertThat(snapshots.branchesOf(sound)).containsExactly("main");
    }

    @Test
    void pruningWorksOnWhatIsSound() throws Exception {
        remove(ids.get(1));
        PruneRules two = new PruneRules(null, 2);
        assertThat(snapshots.prune(List.of("main"), two, false)).containsExactly(new Pruned("main", 1, 2));
        assertThat(listed(10).holes()).isEmpty();
        assertThat(listed(10).ids()).hasSize(3);
        remove(kept.hash("refs/herald/other"));
        assertThatThrownBy(() -> snapshots.prune(List.of("other"), two, false))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aSnapshotWhoseFilesAreMissingIsListedWithoutAnExtent() throws Exception {
        remove(kept.hash(ids.get(3) + "^{tree}"));
        List<ListedSnapshot> all = new ArrayList<>();
        snapshots.list(snapshots.branches(), 10, all::add);
        assertThat(all).extracting(one -> one.snapshot().id()).containsExactlyElementsOf(ids.reversed());
        assertThat(all)
                .extracting(one -> one.extent().isKnown())
                // The one after it cannot be compared with it either.
                .containsExactly(true, false, false, true, true, true);
    }
}
