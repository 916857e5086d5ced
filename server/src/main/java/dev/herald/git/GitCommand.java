package dev.herald.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of git.
 *
 * @param directory where it runs: a work tree or a git directory
 * @param arguments what follows {@code git}
 * @param environment set beside what {@link Git} sets, and stronger; paths such as {@code GIT_INDEX_FILE}
 * @param input what it reads from its standard input
 * @param timeout after which it and its children are asked to end, and then made to
 * @param bytesMax most bytes of output kept; more is {@link GitResult.Reason#TOO_LARGE}
 * @param arePathsLiteral whether paths among the arguments are names and not patterns. Hooks inherit this: false where
 *     hooks run
 */
public record GitCommand(
        Path directory,
        List<String> arguments,
        Map<String, String> environment,
        byte[] input,
        Duration timeout,
        long bytesMax,
        boolean arePathsLiteral) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final long BYTES_MAX = 64L << 20;

    public GitCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || timeout.isNegative() || timeout.isZero() || bytesMax < 0) {
            throw new IllegalArgumentException("a command has arguments, and limits above 0");
        }
    }

    /** No input, two minutes, 64 MiB, literal paths. */
    public static GitCommand in(Path directory, String... arguments) {
        return in(directory, List.of(arguments));
    }

    /** The same. */
    public static GitCommand in(Path directory, List<String> arguments) {
        return new GitCommand(directory, arguments, Map.of(), new byte[0], TIMEOUT, BYTES_MAX, true);
    }

    public GitCommand with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new GitCommand(directory, arguments, more, input, timeout, bytesMax, arePathsLiteral);
    }

    public GitCommand reading(byte[] bytes) {
        return new GitCommand(directory, arguments, environment, bytes, timeout, bytesMax, arePathsLiteral);
    }

    public GitCommand reading(String text) {
        return reading(text.getBytes(StandardCharsets.UTF_8));
    }

    public GitCommand within(Duration limit) {
        return new GitCommand(directory, arguments, environment, input, limit, bytesMax, arePathsLiteral);
    }

    public GitCommand atMost(long bytes) {
        return new GitCommand(directory, arguments, environment, input, timeout, bytes, arePathsLiteral);
    }

    /** Fetches nothing by itself: what a partial clone does not have is missing, and git says so. */
    public GitCommand offline() {
        // The second is for versions of git that do not know the first.
        return with("GIT_NO_LAZY_FETCH", "1").with("GIT_ALLOW_PROTOCOL", "none");
    }

    /** For commands that run hooks, which may use patterns. */
    public GitCommand withPatterns() {
        return new GitCommand(directory, arguments, environment, input, timeout, bytesMax, false);
    }

    /** What messages and logs may show: no input, no environment. */
    @Override
    public String toString() {
        return "git " + String.join(" ", arguments);
    }
}
