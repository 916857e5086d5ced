package dev.herald.app;

import java.util.List;
import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked for, and says so in lines for people. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient List<String> lines;

    private CommandFailure(int status, List<String> lines) {
        super(String.join("\n", lines));
        this.status = status;
        this.lines = List.copyOf(lines);
    }

    /** It did not work: exit status 1. */
    static CommandFailure failed(String line) {
        return new CommandFailure(ExitCode.SOFTWARE, List.of(line));
    }

    /** It was called wrongly: exit status 2. */
    static CommandFailure usage(List<String> lines) {
        return new CommandFailure(ExitCode.USAGE, lines);
    }

    int status() {
        return status;
    }

    List<String> lines() {
        return lines;
    }
}
