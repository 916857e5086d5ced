package dev.herald.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scripts for Node with the libraries that people use, as they come from npm. */
public final class NodeScripts {
    public static final Path FOLDER = Path.of("src/test/node");
    /** A script that fails may leave a connection open, and its process does not end then. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private NodeScripts() {}

    /** Runs files of tests, each in a process of its own, and fails with all that they said. */
    public static void test(Map<String, String> environment, String... files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        command.addAll(List.of(files));
        run(environment, FOLDER, command);
    }

    /** Runs a command that must end well; what it said. */
    public static String run(Map<String, String> environment, Path directory, List<String> command)
            throws IOException, InterruptedException {
        assertThat(Files.isDirectory(FOLDER.resolve("node_modules")))
                .as("the libraries are there; else run: (cd lab/src/test/node && npm ci)")
                .isTrue();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process running = builder.start();
        running.getOutputStream().close();
        Thread guard = Thread.startVirtualThread(() -> endIfLate(running));
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = running.waitFor();
        guard.interrupt();
        assertThat(status).as(said).isZero();
        return said;
    }

    /** Its children end first, for node tells what they said when they have. */
    private static void endIfLate(Process running) {
        try {
            if (!running.waitFor(LONGEST)) {
                running.descendants().forEach(ProcessHandle::destroy);
                if (!running.waitFor(Duration.ofSeconds(10))) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException itHasEnded) {
            Thread.currentThread().interrupt();
        }
    }
}
