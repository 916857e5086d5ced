package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Herald's own client for JavaScript, installed as a package, against a real server; and its hooks in React 19. */
final class JavaScriptClientTest {
    private static final Path SOURCE = Path.of("../clients/js");
    private static final Path INSTALLED = NodeScripts.FOLDER.resolve("node_modules/@herald/client");

    @TempDir
    private Path temporary;

    /** As npm does it: what the package has, where packages are looked for. */
    @BeforeAll
    static void install() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = SOURCE.relativize(file);
                if (!inside.startsWith("test") && !inside.startsWith("node_modules")) {
                    Path copy = INSTALLED.resolve(inside);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void losesAndDoublesNothingWhateverTheNetworkDoesAndHoweverManyTabsShareIt() throws Exception {
        try (RunningServer server = RunningServer.guarded(temporary, Map.of())) {
            NodeScripts.test(
                    Map.of("HERALD_URL", server.uri("http", "").toString(), "HERALD_JWT_SECRET", RunningServer.SECRET),
                    "connect.test.mjs");
        }
    }

    @Test
    void hooksShowAProjectAndItsEventsInReact() throws Exception {
        try (RunningServer server = RunningServer.start(temporary, Map.of())) {
            String said = NodeScripts.run(
                    Map.of("HERALD_URL", server.uri("http", "").toString()),
                    NodeScripts.FOLDER,
                    List.of("node", "react-hooks.mjs"));
            assertThat(said)
                    .contains(
                            "connected, and there is no such project",
                            "the project is there",
                            "a finished task moves it",
                            "the newest events are kept");
        }
    }
}
