package dev.herald.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code herald tasks}. */
@Command(
        name = "tasks",
        subcommands = {
            TasksListCommand.class,
            TasksAddCommand.class,
            TasksDoneCommand.class,
            TasksExportCommand.class,
            TasksImportCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {"Lists and changes the tasks of a project.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "  herald tasks add \"Write the manual\" --project docs --create",
            "  herald tasks list --status in_progress,blocked",
            "  herald tasks done T-1",
            "  herald tasks export > tasks.csv",
            "",
            "Exit status: 0 done, 1 failed, 2 called wrongly."
        })
final class TasksCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Override
    public void run() {
        throw WrongCall.missing(spec);
    }
}
