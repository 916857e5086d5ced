package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.HeraldServer;
import dev.herald.server.LoadedSettings;
import dev.herald.server.Settings;
import dev.herald.server.SettingsLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code herald tasks} and {@code herald status} with a real server. */
@Timeout(120)
class StateCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private HeraldServer server;

    @BeforeEach
    void start() throws Exception {
        Map<String, List<String>> given = Map.of(
                "port", List.of("0"), "data", List.of(directory.resolve("data").toString()));
        Settings settings = switch (new SettingsLoader(Map.of(), directory).load(given, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
        server = HeraldServer.start(settings);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--server");
        all.add("http://127.0.0.1:" + server.address().getPort());
        CommandLine line = Main.commandLine(Called.current())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void tasksAreAddedListedDoneAndExported() throws Exception {
        assertThat(run("tasks", "add", "First", "--project", "p")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no project p");
        assertThat(run("tasks", "add", "First", "--project", "p", "--create", "--label", "a,b"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("T-1");
        assertThat(run("tasks", "add", "Second", "--assignee", "ann", "--due", "2030-01-01"))
                .isZero();
        assertThat(run("tasks", "add", "Bad", "--due", "soon")).isEqualTo(1);
        assertThat(err.toString()).contains("/due_date");
        assertThat(run("tasks", "done", "T-1")).isZero();
        assertThat(run("tasks", "list")).isZero();
        assertThat(out.toString().lines().toList())
                .containsExactlyInAnyOrder("T-1  done         First", "T-2  todo         Second  @ann  due 2030-01-01");
        assertThat(run("tasks", "list", "--status", "done", "--json")).isZero();
        assertThat(out.toString()).contains("\"task_id\":\"T-1\"").hasLineCount(1);
        assertThat(run("tasks", "done", "T-9")).isEqualTo(1);
        assertThat(run("tasks", "export")).isZero();
        Path file = Files.writeString(directory.resolve("tasks.csv"), out.toString());
        assertThat(run("tasks", "import", file.toString(), "--project", "q", "--create"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("imported 2 tasks into q");
        assertThat(run("tasks", "list", "--project", "q", "--status", "done")).isZero();
        assertThat(out.toString()).contains("First");
        assertThat(run("tasks", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("several projects");
    }

    @Test
    void anImportNamesTheRowsThatAreWrong() throws Exception {
        Path file = Files.writeString(directory.resolve("tasks.csv"), "title,status\nfine,todo\nbad,doing\n");
        assertThat(run("tasks", "import", file.toString(), "--project", "p", "--create"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("row 2").contains("/status");
        assertThat(run("tasks", "import", file.toString(), "--partial")).isEqualTo(1);
        assertThat(out.toString()).contains("imported 1 task into p");
        assertThat(run("tasks", "import", directory.resolve("none.csv").toString()))
                .isEqualTo(1);
        assertThat(run("tasks", "import", "tasks")).isEqualTo(2);
    }

    @Test
    void statusSaysWhereAProjectStands() {
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("no project");
        run("tasks", "add", "One", "--project", "p", "--create", "--due", "2020-01-01");
        run("tasks", "add", "Two", "--status", "done");
        assertThat(run("status")).isZero();
        assertThat(out.toString()).contains("p").contains("50 %").hasLineCount(1);
        assertThat(run("status", "p")).isZero();
        assertThat(out.toString())
                .contains("1 of 2 tasks")
                .contains("task_overdue")
                .contains("health")
                .contains("forecast   unknown: ")
                .doesNotContain("\u001b");
        assertThat(run("status", "p", "--json")).isZero();
        assertThat(out.toString()).contains("\"overview\":{").hasLineCount(1);
        assertThat(run("status", "none")).isEqualTo(1);
    }
}
