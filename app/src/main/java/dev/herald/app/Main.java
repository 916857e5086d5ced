package dev.herald.app;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: one word says what to do. */
@Command(
        name = "herald",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Watch software projects live: one ordered durable journal, pushed over WebSocket and SSE.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "  herald serve --watch .        every change below this directory, live at http://127.0.0.1:8000",
            "  herald tail                   the same in the terminal",
            "  herald demo                   three sample projects, to look around",
            "",
            "Exit status: 0 done, 1 failed, 2 called wrongly, 130 ended by Ctrl-C, 141 nobody reads the output."
        })
public final class Main implements Runnable {
    private static final int WIDTH = 100;
    private static final int WIDTH_MIN = 60;

    @Spec
    private CommandSpec spec;

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Build.current().line()};
        }
    }

    @Override
    public void run() {
        throw WrongCall.missing(spec);
    }

    public static void main(String[] arguments) {
        PrintWriter out = StandardOutput.printer();
        CommandLine line = commandLine(Called.current()).setOut(out);
        if (Stream.of(arguments).anyMatch(argument -> argument.equals("--help") || argument.equals("-h"))) {
            fit(line);
        }
        int status = line.execute(arguments);
        System.exit(status);
    }

    /** Help is as wide as the terminal, but no wider than can be read; to ask how wide it is takes a process. */
    private static void fit(CommandLine line) {
        if (Terminal.current().isInteractive()) {
            line.setUsageHelpAutoWidth(true);
            int width = line.getUsageHelpWidth();
            line.setUsageHelpAutoWidth(false);
            line.setUsageHelpWidth(Math.clamp(width, WIDTH_MIN, WIDTH));
        }
    }

    /** The command line, for tests too. */
    static CommandLine commandLine(Called called) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(ServeCommand.commandLine());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new TailCommand());
        CommandLine publish = new CommandLine(new PublishCommand());
        TypeNames.listIn(publish.getCommandSpec().usageMessage());
        line.addSubcommand(publish);
        line.addSubcommand(new WatchCommand());
        line.addSubcommand(new StatusCommand());
        line.addSubcommand(new TasksCommand());
        line.addSubcommand(new SnapshotCommand());
        line.addSubcommand(new SnapshotsCommand());
        line.addSubcommand(new TokenCommand());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new WarmUpCommand());
        line.setUsageHelpWidth(WIDTH);
        line.setCommandName(called.typed());
        called.nameIn(line);
        line.setExecutionStrategy(Main::run);
        line.setExecutionExceptionHandler((failure, command, parsed) -> onFailure(failure, command, called));
        line.setParameterExceptionHandler((wrong, words) -> onWrongCall(wrong));
        return line;
    }

    /** What prints help has no handler of failures. */
    private static int run(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof OutputException output) {
                return status(output, parsed.commandSpec().commandLine());
            }
            throw failure;
        }
    }

    private static int status(OutputException output, CommandLine command) {
        if (output.isClosed()) {
            return OutputException.STATUS_CLOSED;
        }
        command.getErr().println("herald: " + Line.plain(String.valueOf(output.getMessage())));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** What is wrong and which help to ask; the whole usage would push that off the screen. */
    private static int onWrongCall(ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        List<String> lines = WrongCall.lines(wrong);
        err.println("herald: " + lines.getFirst());
        lines.subList(1, lines.size()).forEach(err::println);
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command, Called called) throws Exception {
        Throwable cause = failure instanceof UncheckedIOException unchecked
                ? Objects.requireNonNullElse(unchecked.getCause(), failure)
                : failure;
        switch (cause) {
            case CommandFailure known -> {
                known.lines().forEach(line -> command.getErr().println("herald: " + called.in(line)));
                return known.status();
            }
            case OutputException output -> {
                return status(output, command);
            }
            default -> throw failure;
        }
    }
}
