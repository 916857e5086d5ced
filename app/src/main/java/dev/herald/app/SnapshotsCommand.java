package dev.herald.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code herald snapshots}: gets back what auto-commit has kept. Reads the repository; needs no server. */
@Command(
        name = "snapshots",
        subcommands = {
            SnapshotsListCommand.class,
            SnapshotsShowCommand.class,
            SnapshotsDiffCommand.class,
            SnapshotsRestoreCommand.class,
            SnapshotsPruneCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Gets back what \"herald serve --auto-commit shadow\" has kept. Works in the repository, without a server, and"
                    + " never touches what is staged, or a branch that exists. Only restore writes to the files there, when asked"
                    + " to, and only where nothing is lost by it.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "  herald snapshots list",
            "  herald snapshots diff 10:40                     what has changed since",
            "  herald snapshots restore 10:40 -- src/Main.java  that file as it was then",
            "  herald snapshots restore latest~2 --directory ../before",
            "",
            "An ID is a hash or its first 4 characters or more, latest, latest~2, or a time such as 10:40 or"
                    + " 2026-11-20T10:40: then the newest snapshot at that time or before.",
            "",
            "Exit status: 0 done, 1 failed, 2 called wrongly."
        })
final class SnapshotsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        throw WrongCall.missing(spec);
    }
}
