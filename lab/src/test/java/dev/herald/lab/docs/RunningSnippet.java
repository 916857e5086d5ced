package dev.herald.lab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A snippet that runs; what it prints, errors too, goes to a file. Closing kills it and what it started. */
final class RunningSnippet implements AutoCloseable {
    private static final long WAIT_SECONDS_MAX = 60;
    private static final long LOOK_NANOS = 20_000_000;

    private final Process process;
    private final Path out;

    private RunningSnippet(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** @param environment added to this process's, without its {@code HERALD_} variables */
    static RunningSnippet start(Path directory, List<String> command, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile("snippet", ".out");
        out.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HERALD_"));
        builder.environment().putAll(environment);
        return new RunningSnippet(builder.start(), out);
    }

    /** Waits until it has printed the text, and does something at each look meanwhile. */
    void await(String text, Step meanwhile) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!output().contains(text)) {
            if (System.nanoTime() > end || !process.isAlive() && !output().contains(text)) {
                throw new AssertionError("it did not print \"" + text + "\" but:\n" + output());
            }
            meanwhile.run();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    void await(String text) throws IOException, InterruptedException {
        await(text, () -> {});
    }

    /** Waits for its end; the exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end; it printed:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Something done while waiting. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }
}
