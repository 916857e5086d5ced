package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void isItsOwnersAloneAndHiddenFromGit() throws Exception {
        Path data = directory.resolve("a/data");
        HeraldServer.start(settings(data, "0")).close();
        Files.createDirectories(data.resolve("git"));
        loosen(data);

        try (HeraldServer server = HeraldServer.start(settings(data, "0"))) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(data.resolve(".gitignore")).hasContent("*");
            Map<String, String> modes = modes(data);
            assertThat(modes)
                    .containsKeys("journal.db", "journal.db-wal", "journal.db-shm", "journal.lock", "journal.pid");
            assertThat(modes).containsEntry("", "rwx------").containsEntry("git", "rwx------");
            assertThat(modes).containsEntry("auto-commit", "rwx------").containsEntry("snapshots", "rwx------");
            modes.keySet().removeAll(List.of("", "git", "auto-commit", "snapshots"));
            assertThat(modes.values()).containsOnly("rw-------");
        }
    }

    @Test
    void whatHoldsOtherThingsTooIsLeftAsItIs() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("letter"), "dear");
        loosen(data);

        HeraldServer.start(settings(data, "0")).close();

        assertThat(data.resolve(".gitignore")).doesNotExist();
        assertThat(modes(data))
                .containsEntry("", "rwxrwxrwx")
                .containsEntry("letter", "rw-rw-rw-")
                .containsEntry("journal.db", "rw-------");
    }

    @Test
    void failedStartLeavesNothingBehind() throws Exception {
        Path state = directory.resolve("state");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(state.resolve("herald/data"), String.valueOf(taken.getLocalPort()));
            assertThatThrownBy(() -> HeraldServer.start(settings)).isInstanceOf(StartException.class);
            assertThat(state).doesNotExist();

            Files.createDirectories(state.resolve("herald"));
            assertThatThrownBy(() -> HeraldServer.start(settings)).isInstanceOf(StartException.class);
            assertThat(state.resolve("herald")).isEmptyDirectory();
        }
    }

    @Test
    void failedStartKeepsWhatWasThere() throws Exception {
        Path data = directory.resolve("data");
        HeraldServer.start(settings(data, "0")).close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(data, String.valueOf(taken.getLocalPort()));
            assertThatThrownBy(() -> HeraldServer.start(settings)).isInstanceOf(StartException.class);
        }
        assertThat(data.resolve("journal.db")).isNotEmptyFile();
    }

    @Test
    void whatAnotherServerHasBegunToUseIsNotTakenAway() throws Exception {
        Path data = directory.resolve("data");
        OwnDirectory opened = OwnDirectory.open(data, "--data");
        Files.writeString(data.resolve("journal.pid"), "1\n");

        opened.takeAway();

        assertThat(data.resolve("journal.pid")).exists();

        Files.writeString(data.resolve("journal.pid"), "");
        opened.takeAway();
        assertThat(data).as("a full disk").doesNotExist();
    }

    @Test
    void placeThatCannotBeMadeIsNamedWithWhatToDo() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> OwnDirectory.open(file.resolve("data"), "--data"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(file + " is no directory")
                .hasMessageContaining("--data");
    }

    @Test
    void secondServerIsToldThatOneRuns() throws Exception {
        Path data = directory.resolve("data");
        try (HeraldServer first = HeraldServer.start(settings(data, "0"))) {
            assertThat(first.address().getPort()).isPositive();
            assertThatThrownBy(() -> HeraldServer.start(settings(data, "0")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("a server runs there already");
            assertThat(data.resolve("journal.db")).exists();
        }
    }

    @Test
    void dataDirectoryMayNotHoldWhatIsWatched() throws Exception {
        Path watched = Files.createDirectories(directory.resolve("data/code"));
        LoadedSettings loaded = new SettingsLoader(Map.of(), directory)
                .load(Map.of("data", List.of("data"), "watch", List.of(watched.toString())), null);
        assertThat(loaded)
                .isInstanceOfSatisfying(
                        LoadedSettings.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("holds the watched directory " + watched));
    }

    private Settings settings(Path data, String port) {
        Map<String, List<String>> flags =
                Map.of("port", List.of(port), "data", List.of(data.toString()), "loops", List.of("1"));
        return switch (new SettingsLoader(Map.of(), directory).load(flags, null)) {
            case LoadedSettings.Ready ready -> ready.settings();
            case LoadedSettings.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    /** As an earlier version left it where the umask was 0. */
    private static void loosen(Path data) throws IOException {
        try (var all = Files.walk(data)) {
            for (Path each : all.toList()) {
                String mode = Files.isDirectory(each) ? "rwxrwxrwx" : "rw-rw-rw-";
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));
            }
        }
    }

    private static Map<String, String> modes(Path data) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (var all = Files.walk(data)) {
            for (Path each : all.toList()) {
                modes.put(
                        data.relativize(each).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
        return modes;
    }
}
