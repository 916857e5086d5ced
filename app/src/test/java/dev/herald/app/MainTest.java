package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.SettingsTable;
import dev.herald.setting.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MainTest {
    private static final List<String> COMMANDS =
            List.of("serve", "tail", "publish", "watch", "snapshot", "snapshots", "token", "version");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionSaysVersionCommitAndJava() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("herald \\S+ \\(commit \\S+, Java 25\\S*, .+\\)\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(COMMANDS).allSatisfy(name -> assertThat(out.toString()).contains("  " + name + " "));
    }

    @Test
    void everyCommandHasHelp() {
        for (String name : COMMANDS) {
            out.getBuffer().setLength(0);
            assertThat(run(name, "--help")).as(name).isZero();
            assertThat(out.toString()).startsWith("Usage: herald " + name);
        }
    }

    @Test
    void helpOfServeNamesEverySetting() {
        assertThat(run("serve", "--help")).isZero();
        assertThat(SettingsTable.all())
                .extracting(Setting::flag)
                .allSatisfy(flag -> assertThat(out.toString()).containsPattern("  " + flag + "(=|\\[=)"));
    }

    @Test
    void withoutCommandItSaysHowToAsk() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "herald: a command is missing: give serve, demo, tail, publish, watch, status, tasks, snapshot, snapshots,"
                                + " token or version",
                        "Try: herald --help");
    }

    @Test
    void unknownCommandIsSuggested() {
        assertThat(run("serv")).isEqualTo(2);
        assertThat(err.toString()).contains("\"serv\" is no command: give serve, demo, tail", "Did you mean serve?");
    }

    @Test
    void unknownOptionIsSuggested() {
        assertThat(run("serve", "--prot", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option --prot", "Did you mean --port?");
        err.getBuffer().setLength(0);
        assertThat(run("snapshots", "list", "--all")).isEqualTo(2);
        assertThat(err.toString())
                .contains("there is no option --all: herald snapshots list takes --branch, --help, --json, --limit");
    }

    @Test
    void wrongValuesSayWhatIsAllowed() {
        assertThat(run("tail", "--count", "many")).isEqualTo(2);
        assertThat(err.toString()).startsWith("herald: --count: \"many\" is not allowed: give a whole number");
        err.getBuffer().setLength(0);
        assertThat(run("watch")).isEqualTo(2);
        assertThat(err.toString()).startsWith("herald: DIR is missing\n");
        err.getBuffer().setLength(0);
        assertThat(run("tail", "--count")).isEqualTo(2);
        assertThat(err.toString()).startsWith("herald: --count: give it a value, N\n");
        err.getBuffer().setLength(0);
        assertThat(run("tail", "here")).isEqualTo(2);
        assertThat(err.toString()).contains("\"here\" is one too many for herald tail");
    }

    @Test
    void hintsNameTheProgramAsItWasCalled() {
        CommandLine line = Main.commandLine(new Called("./my dir/herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(line.execute("snapshots", "diff", "--help")).isZero();
        assertThat(line.execute("tail", "--bogus")).isEqualTo(2);
        assertThat(out.toString())
                .contains("Usage: './my dir/herald' snapshots diff")
                .doesNotContain(" herald ");
        assertThat(err.toString()).contains("Try: './my dir/herald' tail --help");
        assertThat(new Called("./h").in("Start \"herald serve\"; ./herald tail; refs/herald stays, the herald too"))
                .isEqualTo("Start \"./h serve\"; ./h tail; refs/herald stays, the herald too");
    }

    @Test
    void wrongSettingIsOneLineAndUsage(@TempDir Path directory) {
        assertThat(run("serve", "--data", directory.toString(), "--port", "70000"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("herald: port: \"70000\" (from --port) is not allowed: give ");
    }

    @Test
    void aSwitchNeedsNoValue(@TempDir Path directory) {
        for (List<String> flags : List.of(List.of("--auto-push"), List.of("--auto-push", "off"))) {
            List<String> all = new ArrayList<>(List.of("serve", "--data", directory.toString(), "--port", "70000"));
            all.addAll(flags);
            err.getBuffer().setLength(0);
            assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
            assertThat(err.toString().lines()).singleElement().asString().contains("port: ");
        }
        err.getBuffer().setLength(0);
        assertThat(run("serve", "--data", directory.toString(), "--auto-push=maybe"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("auto-push: \"maybe\"");
    }

    @Test
    void openServerBeyondThisMachineIsRefused(@TempDir Path directory) {
        assertThat(run("serve", "--data", directory.toString(), "--host", "0.0.0.0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("set HERALD_JWT_SECRET");
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(new Called("herald"));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
