package dev.herald.app;

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
            "",
            "Exit status: 0 done, 1 failed, 2 called wrongly, 130 ended by Ctrl-C."
        })
public final class Main implements Runnable {
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
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for tests too. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(ServeCommand.commandLine());
        line.addSubcommand(new TailCommand());
        line.addSubcommand(new PublishCommand());
        line.addSubcommand(new WatchCommand());
        line.addSubcommand(new SnapshotCommand());
        line.addSubcommand(new SnapshotsCommand());
        line.addSubcommand(new TokenCommand());
        line.addSubcommand(new VersionCommand());
        line.addSubcommand(new WarmUpCommand());
        line.setUsageHelpWidth(100);
        line.setExecutionExceptionHandler(Main::onFailure);
        line.setParameterExceptionHandler(Main::onWrongCall);
        return line;
    }

    /** One line, and which help to ask; the whole usage would push what is wrong off the screen. */
    private static int onWrongCall(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("herald: " + wrong.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CommandFailure known) {
            known.lines().forEach(line -> command.getErr().println("herald: " + line));
            return known.status();
        }
        throw failure;
    }
}
