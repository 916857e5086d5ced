package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that get work back, on a real repository. */
final class SnapshotsCommandTest {
    @TempDir
    private Path directory;

    private final Git git = Git.of(System.getenv());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path work = Path.of("");
    private int count;
    /** Further lines of the next snapshots' messages. */
    private String trailers = "";

    @BeforeEach
    void open() throws Exception {
        work = Files.createDirectory(directory.toRealPath().resolve("work"));
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Ann");
        git("config", "user.email", "ann@example.org");
        git("config", "commit.gpgsign", "false");
        write("a.txt", "one\n");
        write("src/b.txt", "b\n");
        git("add", "-A");
        git("commit", "-q", "-m", "first");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return git.ask(GitCommand.in(work, arguments)).text();
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(work.resolve(name).getParent());
        Files.writeString(work.resolve(name), content);
    }

    /** As auto-commit does; each a minute after the one before. */
    private String keep() throws IOException, InterruptedException {
        String index = directory.resolve("index" + count).toString();
        git.ask(GitCommand.in(work, "add", "-A").with("GIT_INDEX_FILE", index));
        String tree = git.ask(GitCommand.in(work, "write-tree").with("GIT_INDEX_FILE", index))
                .text();
        List<String> arguments = new ArrayList<>(List.of("commit-tree", tree));
        if (count > 0) {
            arguments.addAll(List.of("-p", git("rev-parse", "refs/herald/main")));
        }
        String head = git("rev-parse", "HEAD");
        arguments.addAll(List.of("-p", head));
        String message = "Snapshot " + count + "\n\nHerald-Trigger: manual\nHerald-Position: 5-" + count
                + "\nHerald-Base: " + head + "\n" + trailers;
        String date = 1_700_000_000L + 60 * count++ + " +0000";
        String id = git.ask(GitCommand.in(work, arguments)
                        .with("GIT_COMMITTER_DATE", date)
                        .reading(message))
                .text();
        git("update-ref", "refs/herald/main", id);
        return id;
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("snapshots", arguments[0], "-C", work.toString()));
        all.addAll(List.of(arguments).subList(1, arguments.length));
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }

    /** A patch goes to standard output byte for byte, past the command line's writer. */
    private String patch(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsLinesForPeopleAndObjectsForPrograms() throws Exception {
        write("a.txt", "one\ntwo\n");
        String first = keep();
        write("new", "1\n2\n");
        String second = keep();

        assertThat(run("list")).isZero();
        assertThat(out.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith(second.substring(0, 10) + "  2023-11-1")
                .matches(".* d ago +main +manual +1 file \\+2 -0 +Snapshot 1");
        assertThat(run("list", "--json", "--branch", "main")).isZero();
        assertThat(out.toString().lines().toList())
                .last()
                .asString()
                .startsWith("{\"id\":\"" + first + "\",\"branch\":\"main\",\"at\":\"2023-11-14T22:13:20Z\"")
                .contains("\"trigger\":\"manual\",\"event_id\":\"5-0\",\"base\":\"" + git("rev-parse", "HEAD") + "\"")
                .endsWith("\"files_changed\":1,\"insertions\":1,\"deletions\":0,\"message\":\"Snapshot 0\","
                        + "\"left_out\":[],\"left_out_count\":0}");
        assertThat(run("list", "--limit", "1")).isZero();
        assertThat(out.toString()).hasLineCount(1);
        assertThat(err.toString()).contains("there are more");
    }

    @Test
    void showsOneAndComparesItWithTheFiles() throws Exception {
        write("a.txt", "one\ntwo\n");
        String id = keep();
        write("a.txt", "three\n");
        write("src/untracked", "u\n");

        assertThat(run("show")).isZero();
        assertThat(out.toString()).startsWith("snapshot " + id + "\n").contains("branch   main", "  M  a.txt  +1 -0");
        assertThat(patch("diff", "latest")).contains("-two", "+three", "+++ b/src/untracked");
        assertThat(patch("diff", id.substring(0, 6), "--", "src"))
                .contains("untracked")
                .doesNotContain("a.txt");
        keep();
        assertThat(patch("diff", "latest~1", "latest", "--", "a.txt"))
                .contains("-two", "+three")
                .doesNotContain("untracked");
        assertThat(patch("diff", "2023-11-14T22:13:59Z")).contains("+three");
    }

    @Test
    void pathsStartInTheDirectoryThatIsNamed() throws Exception {
        keep();
        write("src/b.txt", "changed\n");
        write("a.txt", "changed too\n");
        work = work.resolve("src");
        assertThat(patch("diff", "latest", "--", "b.txt")).contains("src/b.txt").doesNotContain("a.txt");
        assertThat(patch("diff", "latest", "--", "../a.txt")).contains("a.txt").doesNotContain("src/b.txt");
        assertThat(run("diff", "latest", "--", "../../elsewhere")).isEqualTo(2);
        assertThat(err.toString()).contains("is not below");
    }

    @Test
    void restoresToABranchAPatchAndADirectory() throws Exception {
        write("a.txt", "kept\n");
        keep();
        write("a.txt", "local\n");
        String status = git("status", "--porcelain=v2", "--branch");

        assertThat(run("restore", "latest", "--branch", "rescued")).isZero();
        assertThat(out.toString()).contains("on branch rescued", "git switch rescued");
        assertThat(git("show", "rescued:a.txt")).isEqualTo("kept");
        Path file = directory.resolve("p");
        assertThat(run("restore", "latest", "--patch", file.toString())).isZero();
        assertThat(file).hasContent(patch("restore", "latest", "--patch", "-"));
        Path place = directory.resolve("before");
        assertThat(run("restore", "latest", "--directory", place.toString(), "--", "a.txt"))
                .isZero();
        assertThat(out.toString()).contains("(1 file)");
        assertThat(place.resolve("a.txt")).hasContent("kept\n");
        assertThat(place.resolve("src")).doesNotExist();

        assertThat(run("restore", "latest", "--branch", "rescued")).isEqualTo(1);
        assertThat(run("restore", "latest", "--patch", file.toString())).isEqualTo(1);
        assertThat(run("restore", "latest", "--directory", place.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("herald: ").hasLineCount(1);
        assertThat(work.resolve("a.txt")).hasContent("local\n");
        assertThat(git("status", "--porcelain=v2", "--branch")).isEqualTo(status);
    }

    @Test
    void restoresFilesToWhereTheyWere() throws Exception {
        write("a.txt", "kept\n");
        keep();
        write("a.txt", "mine\n");
        write("src/new", "n\n");
        assertThat(run("restore", "latest", "--", "a.txt")).isEqualTo(1);
        assertThat(err.toString()).contains("nothing was restored. a.txt: ", "in no snapshot", "--force");
        assertThat(work.resolve("a.txt")).hasContent("mine\n");
        assertThat(run("restore", "latest", "--force", "--", "a.txt", "src")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "what was there before is in snapshot "
                                + git("rev-parse", "refs/herald/main").substring(0, 10),
                        "  restored  a.txt",
                        "  not in the snapshot, left as it is  src/new",
                        "1 file restored from snapshot "
                                + git("rev-parse", "refs/herald/main^").substring(0, 10) + ", 1 file already the same");
        assertThat(work.resolve("a.txt")).hasContent("kept\n");
        assertThat(git("show", "refs/herald/main:a.txt")).isEqualTo("mine");
        assertThat(run("restore", "latest", "--", "../outside")).isEqualTo(2);
        assertThat(err.toString()).contains("is not below");
        assertThat(run("restore", "latest", "--force", "--branch", "b")).isEqualTo(2);
        assertThat(run("restore", "latest", "--force")).isEqualTo(2);
    }

    @Test
    void prunesAndTellsThatIdsAreNew() throws Exception {
        for (int i = 0; i < 3; i++) {
            keep();
        }
        assertThat(run("prune", "--keep", "2", "--dry-run")).isZero();
        assertThat(out.toString()).isEqualTo("main: would remove 1 and keep 2\n");
        assertThat(run("prune", "--keep", "2")).isZero();
        assertThat(out.toString()).isEqualTo("main: removed 1, kept 2, with new ids\n");
        assertThat(run("prune", "--keep", "2", "--older-than", "9999w")).isZero();
        assertThat(out.toString()).isEqualTo("nothing to prune\n");
        assertThat(run("prune", "--older-than", "1d")).isZero();
        assertThat(out.toString()).isEqualTo("main: removed 1, kept 1, with new ids\n");
    }

    @Test
    void whatCannotBeDoneSaysWhatToDo() throws Exception {
        assertThat(run("list")).isEqualTo(1);
        assertThat(err.toString()).contains("herald serve --watch . --auto-commit shadow");
        assertThat(run("restore", "latest", "--branch", "b")).isEqualTo(1);
        assertThat(err.toString()).contains("herald serve --watch . --auto-commit shadow");
        keep();
        assertThat(run("show", "fffffff")).isEqualTo(1);
        assertThat(err.toString()).contains("no snapshot's id begins with fffffff");
        assertThat(run("list", "--branch", "none")).isEqualTo(1);
        work = directory;
        assertThat(run("list")).isEqualTo(1);
        assertThat(err.toString()).contains("is in no repository").contains("give -C DIR");
    }

    @Test
    void aNameThatIsNoTextIsToldAsThat() throws Exception {
        write("a.txt", "two\n");
        keep();
        assertThat(run("restore", "latest", "--directory", "out", "--", "k\ufffdse"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("not UTF-8", "name the directory").doesNotContain("LC_ALL");
    }

    @Test
    void saysEverywhereWhatWasLeftOut() throws Exception {
        trailers = "Left-Out: a.txt (secret_content)\nLeft-Out: k (secret_content)\nLeft-Out-More: 7\n";
        write("a.txt", "two\n");
        git("stash", "-q");
        keep();
        git("stash", "pop", "-q");
        write("k", "key\n");

        assertThat(run("list")).isZero();
        assertThat(out.toString().lines().toList())
                .last()
                .asString()
                .isEqualTo("            left out: a.txt (secret_content), k (secret_content), 7 more");
        assertThat(out.toString()).contains("  as before  ").doesNotContain("0 files");
        assertThat(run("list", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"left_out\":[{\"path\":\"a.txt\",\"reason\":\"secret_content\"},")
                .contains("\"left_out_count\":9}");
        assertThat(run("show")).isZero();
        assertThat(out.toString())
                .contains("left out: a.txt (secret_content), the snapshot has an older version of it\n")
                .contains("left out: k (secret_content), it is not in the snapshot\n", "left out: 7 more\n");
        assertThat(patch("diff", "latest")).contains("+two").doesNotContain("key");
        assertThat(err.toString()).contains("left out: k (secret_content), it is not in the snapshot");
        assertThat(run("restore", "latest", "--branch", "rescued")).isZero();
        assertThat(err.toString()).contains("left out: a.txt (secret_content), the snapshot has an older version");
    }

    @Test
    void listsWhatIsSoundAndSaysWhatIsBroken() throws Exception {
        String id = keep();
        git("update-ref", "refs/herald/other", id);
        String tip = keep();
        Files.delete(work.resolve(".git/objects/" + tip.substring(0, 2) + "/" + tip.substring(2)));
        assertThat(run("list")).isZero();
        assertThat(out.toString()).hasLineCount(1).contains("other").startsWith(id.substring(0, 10));
        assertThat(err.toString()).contains("branch main: its newest snapshot cannot be read", "git fsck");
        assertThat(run("list", "--branch", "main")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot be read", "no snapshot can be listed");
        assertThat(run("show")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot be read");
        assertThat(run("prune", "--keep", "1", "--branch", "main")).isEqualTo(1);
    }

    @Test
    void wrongCallsAreUsage() throws Exception {
        keep();
        assertThat(run("show", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("ID: \"yesterday\" is not allowed: give a hash");
        assertThat(run("diff")).isEqualTo(2);
        assertThat(run("diff", "latest", "latest", "a.txt")).isEqualTo(2);
        assertThat(err.toString()).contains("paths come after --");
        assertThat(run("restore", "latest")).isEqualTo(2);
        assertThat(run("restore", "latest", "--branch", "b", "--patch", "p")).isEqualTo(2);
        assertThat(run("prune")).isEqualTo(2);
        assertThat(run("prune", "--keep", "0")).isEqualTo(2);
        assertThat(run("prune", "--older-than", "soon")).isEqualTo(2);
        assertThat(run("list", "--limit", "0")).isEqualTo(2);
    }
}
