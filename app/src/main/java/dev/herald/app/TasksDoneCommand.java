package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald tasks done}. */
@Command(
        name = "done",
        description = {"Says that tasks are done.", ""},
        footer = {"", "Exit status: 0 done, 1 refused or failed, 2 called wrongly."})
final class TasksDoneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Mixin
    private ProjectOption project;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Which tasks, such as T-1.")
    private List<String> ids = List.of();

    @Override
    public Integer call() throws InterruptedException {
        try (Asking asking = new Asking(server, new Patience(spec.commandLine().getErr(), Terminal.current()))) {
            String path = project.isGiven() ? "/projects/" + project.id(asking) + "/tasks/" : "/tasks/";
            for (String id : ids) {
                JsonNode task = asking.change("PATCH", path + Asking.part(id), Map.of("status", "done"));
                spec.commandLine().getOut().println(TaskText.line(task, 0, Terminal.current()));
            }
        }
        return ExitCode.OK;
    }
}
