package dev.herald.effect.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot does not have is said wherever one looks at it. */
class LeftOutTest {
    @TempDir
    private Path directory;

    private KeptRepository kept;
    private Snapshots snapshots;

    @BeforeEach
    void open() throws Exception {
        kept = new KeptRepository(directory.resolve("work"));
        kept.write("app.py", "one\n");
        kept.commit("first");
        snapshots = kept.snapshots();
    }

    private Snapshot latest() throws Exception {
        return snapshots.find(new SnapshotId.Latest(0), "main");
    }

    private String diff(Snapshot snapshot) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshots.diff(snapshot, null, List.of(), false, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsNamesAsGitQuotesThemAndCountsTheRest() throws Exception {
        kept.trailers = "Left-Out: app.py (secret_content)\nLeft-Out: a (b) c (no_file)\nLeft-Out: ä ö.txt (changing)\n"
                + "Left-Out: \"q\\\"\\\\\\t\\n\\303\\244\" (secret_name)\nLeft-Out: no reason\nLeft-Out-More: 12\n";
        kept.keep("main");
        LeftOut leftOut = latest().leftOut();
        assertThat(leftOut.files())
                .containsExactly(
                        new LeftOut.File("app.py", "secret_content"),
                        new LeftOut.File("a (b) c", "no_file"),
                        new LeftOut.File("ä ö.txt", "changing"),
                        new LeftOut.File("q\"\\\t\nä", "secret_name"));
        assertThat(leftOut.more()).isEqualTo(12);
        assertThat(leftOut.count()).isEqualTo(16);
        assertThat(latest().trigger()).isEqualTo("change");
    }

    @Test
    void tellsWhichOnesItHasAsTheyWereBefore() throws Exception {
        kept.trailers = "Left-Out: app.py (secret_content)\nLeft-Out: new ä.txt (secret_content)\n";
        kept.keep("main");
        assertThat(snapshots.older(latest())).containsExactly("app.py");
    }

    @Test
    void aFileThatWasLeftOutIsNotNewInTheDifference() throws Exception {
        kept.trailers = "Left-Out: app.py (secret_content)\nLeft-Out: keys ä (secret_content)\n"
                + "Left-Out: staged (secret_content)\n";
        kept.keep("main");
        kept.write("app.py", "two\n");
        kept.write("keys ä", "k\n");
        kept.write("staged", "s\n");
        kept.write("other", "o\n");
        kept.run("add", "staged");
        String before = kept.state();
        assertThat(diff(latest())).contains("-one", "+two", "b/other").doesNotContain("keys", "staged");
        assertThat(kept.state()).isEqualTo(before);
    }

    @Test
    void staysWithASnapshotThatPruningWritesAnew() throws Exception {
        kept.keep("main");
        kept.trailers = "Left-Out: \"\\303\\244\" (secret_content)\n";
        kept.write("app.py", "two\n");
        String id = kept.keep("main");
        snapshots.prune(List.of("main"), new PruneRules(null, 1), false);
        assertThat(latest().id()).isNotEqualTo(id);
        assertThat(latest().leftOut().files()).containsExactly(new LeftOut.File("ä", "secret_content"));
        assertThat(Files.exists(kept.directory.resolve("app.py"))).isTrue();
    }
}
