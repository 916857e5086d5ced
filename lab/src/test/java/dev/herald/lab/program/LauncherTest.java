package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher does before and around the program. */
final class LauncherTest {
    @TempDir
    Path directory;

    /** None; the plain one; one that this machine does not have; a good one beside such a one. */
    @ParameterizedTest
    @ValueSource(strings = {"A=b", "LC_ALL=C", "LANG=xx_YY.UTF-8", "LANG=xx_YY.UTF-8 LC_CTYPE=C.UTF-8"})
    void namesBeyondAsciiWorkInAnyLocale(String locale) throws Exception {
        Path work = Files.createDirectory(directory.resolve("käse"));
        Files.createSymbolicLink(directory.resolve("link"), work);
        String script = "cd link && exec timeout 60 \"$0\" serve --port 0 --watch . --auto-commit shadow";
        Path out = directory.resolve("out");
        Process server = started(out, locale, script);
        try {
            await(server, () -> Files.readString(out).contains("stop "));
            assertThat(Files.readString(out))
                    .contains(work + " as project kase")
                    .doesNotContain("?");
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
        Process inside = started(out, locale, "cd käse && exec \"$0\" version");
        assertThat(inside.waitFor()).isZero();
    }

    @Test
    void endsQuietlyWhenNobodyReads() throws Exception {
        Path err = directory.resolve("err");
        String script = "cd " + directory + " && for i in 1 2 3 4 5 6 7 8; do \"$0\" %s 2>>" + err
                + "; echo \"$?\" > status; done | head -c 1 > /dev/null; cat status";
        Path out = directory.resolve("out");
        assertThat(started(out, "LANG=C.UTF-8", script.formatted("serve --help"))
                        .waitFor())
                .isZero();
        assertThat(Files.readString(out)).isEqualTo("141\n");
        assertThat(err).isEmptyFile();
    }

    @Test
    void aTailIntoAClosedPipeEnds() throws Exception {
        Path out = directory.resolve("out");
        try (Program server = Program.start(directory, "serve", "--port", "0")) {
            String address = server.address().toString();
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 3_000; i++) {
                many.append("{\"type\":\"custom.n\",\"data\":{\"n\":").append(i).append("}}\n");
            }
            Path lines = Files.writeString(directory.resolve("lines"), many);
            try (Program publish =
                    Program.start(Program.launcher(), directory, lines, "publish", "--server", address)) {
                assertThat(publish.status()).as(publish.errors()).isZero();
            }
            String script = "set -o pipefail; timeout 120 \"$0\" tail --after 0-0 --server " + address
                    + " | head -n 2; echo status $?";
            assertThat(started(out, "LANG=C.UTF-8", script).waitFor()).isZero();
            assertThat(Files.readString(out)).endsWith("status 141\n").hasLineCount(4);
        }
    }

    @Test
    void hintsNameTheProgramAsItWasCalled() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("h"), Program.launcher());
        Path out = directory.resolve("out");
        assertThat(started(out, "A=b", "cd " + directory + " && ./h tail --bogus")
                        .waitFor())
                .isEqualTo(2);
        assertThat(Files.readString(out)).contains("Try: ./h tail --help");
        assertThat(started(out, "A=b", "PATH=$PATH:" + directory + " && h tail --bogus")
                        .waitFor())
                .isEqualTo(2);
        assertThat(Files.readString(out)).contains("Try: h tail --help");
        assertThat(started(out, "A=b", link + " tail --bogus").waitFor()).isEqualTo(2);
        assertThat(Files.readString(out)).contains("Try: " + link + " tail --help");
    }

    /** Runs it with no more of a locale than this; {@code $0} is the launcher. */
    private Process started(Path out, String locale, String script) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "LANG", "-u", "LC_ALL", "-u", "LC_CTYPE"));
        command.addAll(List.of(locale.split(" ")));
        command.addAll(List.of("bash", "-c", script, Program.launcher().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HERALD_"));
        builder.environment().put("XDG_STATE_HOME", Program.state(directory).toString());
        return builder.start();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Process process, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            assertThat(process.isAlive() || condition.holds())
                    .as("it has not ended")
                    .isTrue();
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }
}
