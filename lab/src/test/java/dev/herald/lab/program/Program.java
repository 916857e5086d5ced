package dev.herald.lab.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One run of {@code ./herald}; what it prints goes to files. Closing kills it. */
final class Program implements AutoCloseable {
    /** Long enough for a build, should the program be older than its sources, on a busy machine. */
    private static final long WAIT_SECONDS_MAX = 240;

    private static final Pattern ADDRESS = Pattern.compile("is at (http://\\S+)/");

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Path launcher() {
        return Path.of("..", "herald").toAbsolutePath().normalize();
    }

    static Program start(Path directory, String... arguments) throws IOException {
        return start(launcher(), directory, null, arguments);
    }

    /**
     * Starts it.
     *
     * @param directory the working directory, and where its output is kept
     * @param input its standard input, or null for none
     */
    static Program start(Path launcher, Path directory, @Nullable Path input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "run", ".out");
        Path err = Files.createTempFile(directory, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HERALD_"));
        builder.environment().put("XDG_STATE_HOME", state(directory).toString());
        return new Program(builder.start(), out, err);
    }

    /** Where a program that was started there keeps its state: nobody's home is touched. */
    static Path state(Path directory) {
        return directory.resolve("state of herald");
    }

    /** Waits for the server's first line, and gives its address. */
    URI address() {
        await(() -> ADDRESS.matcher(output()).find());
        Matcher line = ADDRESS.matcher(output());
        if (!line.find()) {
            throw new AssertionError("no address: " + output() + errors());
        }
        return URI.create(line.group(1));
    }

    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !process.isAlive() && !condition.getAsBoolean()) {
                throw new AssertionError("it did not happen; output: " + output() + " errors: " + errors());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Waits for the end; the exit status. */
    int status() throws InterruptedException {
        if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end; output: " + output() + " errors: " + errors());
        }
        return process.exitValue();
    }

    /** The server's own: the launcher becomes it. */
    long pid() {
        return process.pid();
    }

    /** As {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        status();
    }

    String output() {
        return text(out);
    }

    String errors() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
