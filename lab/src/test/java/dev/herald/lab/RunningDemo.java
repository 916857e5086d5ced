package dev.herald.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code herald demo --still} on a free port. Closing ends it. One thread. */
public final class RunningDemo implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("is at (http://\\S+)/,");

    private final Process process;
    private final String url;

    private RunningDemo(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static RunningDemo start() throws IOException {
        Path launcher = Path.of("..", "herald").toAbsolutePath().normalize();
        Process process = new ProcessBuilder(launcher.toString(), "demo", "--port", "0", "--still")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Optional<String> url = process.inputReader(StandardCharsets.UTF_8)
                .lines()
                .map(ADDRESS::matcher)
                .filter(Matcher::find)
                .map(address -> address.group(1))
                .findFirst();
        return new RunningDemo(
                process, url.orElseThrow(() -> new IOException("the demo ended before it said where it is")));
    }

    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        if (process.onExit()
                .completeOnTimeout(process, 20, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
        }
    }
}
