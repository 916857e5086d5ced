package dev.herald.app;

import dev.herald.client.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald tasks export}. */
@Command(
        name = "export",
        description = {"Prints all tasks of a project as a file, which \"herald tasks import\" takes.", ""},
        footer = {"", "Exit status: 0 printed, 1 failed, 2 called wrongly."})
final class TasksExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Mixin
    private ProjectOption project;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv or ndjson (${DEFAULT-VALUE}).")
    private String format = "csv";

    @Override
    public Integer call() throws InterruptedException {
        if (!List.of("csv", "ndjson").contains(format)) {
            throw CommandFailure.usage(
                    List.of("--format: \"" + Line.plain(format, 100) + "\" is not allowed: give csv or ndjson"));
        }
        try (Asking asking = new Asking(server, new Patience(spec.commandLine().getErr(), Terminal.current()))) {
            Answer file = asking.raw(
                    "GET", "/projects/" + project.id(asking) + "/tasks:export?format=" + format, null, new byte[0]);
            spec.commandLine().getOut().print(file.text());
            spec.commandLine().getOut().flush();
        }
        return ExitCode.OK;
    }
}
