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
 * @param manner what else it may start and reach
 */
public record GitCommand(
        Path directory,
        List<String> arguments,
        Map<String, String> environment,
        byte[] input,
        Duration timeout,
        long bytesMax,
        Manner manner) {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final long BYTES_MAX = 64L << 20;

    /** What a command may start and reach. */
    public enum Manner {
        /**
         * Paths among the arguments are names and no patterns, no hook runs, and what a partial clone has not fetched is
         * missing.
         */
        QUIET,
        /** The same, but what a partial clone lacks is fetched: for what somebody asked for and waits for. */
        FETCHING,
        /** As the user's own call: hooks run, paths may be patterns, other machines are spoken to. */
        AS_USER
    }

    public GitCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty() || timeout.isNegative() || timeout.isZero() || bytesMax < 0) {
            throw new IllegalArgumentException("a command has arguments, and limits above 0");
        }
    }

    /** No input, two minutes, 64 MiB, {@link Manner#QUIET}. */
    public static GitCommand in(Path directory, String... arguments) {
        return in(directory, List.of(arguments));
    }

    /** The same. */
    public static GitCommand in(Path directory, List<String> arguments) {
        return new GitCommand(directory, arguments, Map.of(), new byte[0], TIMEOUT, BYTES_MAX, Manner.QUIET);
    }

    public GitCommand with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new GitCommand(directory, arguments, more, input, timeout, bytesMax, manner);
    }

    public GitCommand reading(byte[] bytes) {
        return new GitCommand(directory, arguments, environment, bytes, timeout, bytesMax, manner);
    }

    public GitCommand reading(String text) {
        return reading(text.getBytes(StandardCharsets.UTF_8));
    }

    public GitCommand within(Duration limit) {
        return new GitCommand(directory, arguments, environment, input, limit, bytesMax, manner);
    }

    public GitCommand atMost(long bytes) {
        return new GitCommand(directory, arguments, environment, input, timeout, bytes, manner);
    }

    /** Fetches what a partial clone lacks. */
    public GitCommand fetching() {
        return with(Manner.FETCHING);
    }

    /** As the user would call it: with hooks, patterns, and other machines. */
    public GitCommand asUser() {
        return with(Manner.AS_USER);
    }

    private GitCommand with(Manner other) {
        return new GitCommand(directory, arguments, environment, input, timeout, bytesMax, other);
    }

    /** What messages and logs may show: no input, no environment. */
    @Override
    public String toString() {
        return "git " + String.join(" ", arguments);
    }
}
