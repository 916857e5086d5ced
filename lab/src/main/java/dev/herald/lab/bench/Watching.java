package dev.herald.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What watching a repository costs while nothing happens, and how long a commit takes to be seen. */
final class Watching {
    private static final int FOLDERS = 300;
    private static final long SETTLE_NANOS = 8_000_000_000L;
    private static final Pattern HASH = Pattern.compile("\"commit_hash\":\"([0-9a-f]+)\"");

    private Watching() {}

    /** A new repository with so many files, watched and left alone for so long, then so many commits. */
    static String repository(int files, int commits, int seconds) {
        Path directory = temporary();
        try {
            make(directory, files);
            try (Target target = Target.herald("--watch", directory.toString(), "--project", "bench")) {
                pause(SETTLE_NANOS);
                long begin = System.nanoTime();
                long cpu = target.cpuMicros();
                pause(seconds * 1_000_000_000L);
                double percent = (target.cpuMicros() - cpu) * 100_000.0 / (System.nanoTime() - begin);
                long resident = target.residentBytes();
                long heap = target.heapBytes();
                return String.format(
                        Locale.ROOT,
                        "%,d files: idle %.2f %% of a core over %d s, %.0f MB resident, %.1f MB live heap%n%s",
                        files,
                        percent,
                        seconds,
                        resident / 1048576.0,
                        heap / 1048576.0,
                        commits(target, directory, commits));
            }
        } finally {
            delete(directory);
        }
    }

    /** Milliseconds from the end of {@code git commit} until a client has the event, and what git itself took. */
    private static String commits(Target target, Path directory, int commits) {
        Map<String, Long> seen = new ConcurrentHashMap<>();
        StringBuilder report = new StringBuilder("ms from the end of git commit to the event (git's own):");
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = events(client, target)) {
            Thread.ofVirtual().start(() -> {
                try {
                    lines.forEach(line -> note(line, seen));
                } catch (UncheckedIOException ended) {
                    // As a rule with the client; if before, the wait for the next commit fails and this says why.
                    if (seen.size() < commits) {
                        System.err.println("the event stream ended: " + ended.getMessage());
                    }
                }
            });
            for (int i = 0; i < commits; i++) {
                write(directory.resolve("0/0"), "change " + i);
                run(directory, "git add 0/0");
                long begin = System.nanoTime();
                run(directory, "git commit -q -m change");
                long end = System.nanoTime();
                String hash = run(directory, "git rev-parse HEAD");
                Subscribers.await(() -> seen.containsKey(hash), "the commit's event");
                report.append(String.format(
                        Locale.ROOT,
                        " %.0f (%.0f)",
                        (Objects.requireNonNull(seen.get(hash)) - end) / 1e6,
                        (end - begin) / 1e6));
            }
            client.shutdownNow();
        }
        return report.toString();
    }

    private static Stream<String> events(HttpClient client, Target target) {
        URI stream = URI.create("http://127.0.0.1:" + target.port() + "/sse?event_types=commit");
        try {
            return client.send(HttpRequest.newBuilder(stream).build(), HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while connecting", interrupted);
        }
    }

    private static void note(String line, Map<String, Long> seen) {
        Matcher hash = HASH.matcher(line);
        if (hash.find()) {
            seen.putIfAbsent(hash.group(1), System.nanoTime());
        }
    }

    private static void make(Path directory, int files) {
        StringBuilder index = new StringBuilder();
        run(directory, "git init -q && git config user.name bench && git config user.email b@b");
        String blob = run(directory, "echo content | git hash-object -w --stdin");
        for (int i = 0; i < files; i++) {
            index.append("100644 ")
                    .append(blob)
                    .append('\t')
                    .append(i % FOLDERS)
                    .append('/');
            index.append(i / FOLDERS).append('\n');
        }
        write(directory.resolve("index.txt"), index.toString());
        run(
                directory,
                "git update-index --index-info < index.txt && rm index.txt && git commit -q -m all"
                        + " && git reset -q --hard");
    }

    private static String run(Path directory, String script) {
        try {
            Process process = new ProcessBuilder("sh", "-c", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(script + ": " + said);
            }
            return said.strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while git ran", interrupted);
        }
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("herald-bench-repository");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path directory) {
        run(Objects.requireNonNull(directory.toAbsolutePath().getParent()), "rm -rf '" + directory.getFileName() + "'");
    }
}
