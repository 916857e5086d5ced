package dev.herald.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server in a process of its own, and what the system says of it.
 *
 * @param name for the report
 * @param process the server's
 * @param port on 127.0.0.1
 * @param takesEvents whether it takes events as Herald does, and wants subscriptions
 * @param data directories that are its alone, deleted when it is closed
 */
record Target(String name, Process process, int port, boolean takesEvents, List<Path> data) implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://(?:127\\.0\\.0\\.1|localhost):(\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final long TICK_MICROS = 10_000;
    private static final int STOP_SECONDS = 12;

    static Target baseline() {
        return start("baseline", false, List.of(), List.of("dev.herald.lab.bench.Baseline"));
    }

    /** With a new data directory, which is deleted when it is closed. */
    static Target herald(String... more) {
        Path data = temporary();
        List<String> arguments =
                new ArrayList<>(List.of("dev.herald.app.Main", "serve", "--port", "0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        return start("herald", true, List.of(data), arguments);
    }

    /** The {@code socket.io} server from npm; its libraries are fetched when they are not there. */
    static Target node() {
        Path launcher = Path.of(System.getProperty("herald.program", "../herald"));
        Path scripts = launcher.resolveSibling("lab/src/bench/node").toAbsolutePath();
        if (!Files.isDirectory(scripts.resolve("node_modules"))) {
            fetch(scripts);
        }
        return run(
                "socket.io on Node",
                true,
                List.of(),
                List.of("node", scripts.resolve("server.mjs").toString()));
    }

    private static void fetch(Path scripts) {
        try {
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(scripts.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (npm.waitFor() != 0) {
                throw new IllegalStateException("npm ci in " + scripts + ": " + said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("npm and node are needed: apt install nodejs npm", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm ran in " + scripts, interrupted);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("herald-bench");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Target start(String name, boolean takesEvents, List<Path> data, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        String options = System.getenv("HERALD_JAVA_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(1, List.of(options.strip().split(" +")));
        }
        command.addAll(arguments);
        return run(name, takesEvents, data, command);
    }

    private static Target run(String name, boolean takesEvents, List<Path> data, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder heard = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                heard.append(line).append('\n');
                Matcher url = URL.matcher(line);
                if (url.find()) {
                    Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
                    return new Target(name, process, Integer.parseInt(url.group(1)), takesEvents, data);
                }
            }
            throw new IllegalStateException(name + " did not start: " + heard);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** User and system time of the process so far, microseconds. */
    long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
    }

    long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Bytes of live heap after a full collection. */
    long heapBytes() {
        jcmd("GC.run");
        return jcmd("GC.heap_info")
                .lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
                .sum();
    }

    private String jcmd(String verb) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            verb)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        // Not Process.destroy, which closes the output while it is being read.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(name + " did not stop within " + STOP_SECONDS + " s; killed");
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        data.forEach(Target::delete);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            // Closed twice.
            return;
        }
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
