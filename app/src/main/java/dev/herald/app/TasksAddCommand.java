package dev.herald.app;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald tasks add}. */
@Command(
        name = "add",
        description = {"Adds a task and prints its id.", ""},
        footer = {"", "Exit status: 0 added, 1 refused or failed, 2 called wrongly."})
final class TasksAddCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Mixin
    private ProjectOption project;

    @Parameters(paramLabel = "TITLE", description = "What is to be done.")
    private String title = "";

    @Option(names = "--id", paramLabel = "ID", description = "Its id; else it is given the next T-<n>.")
    private @Nullable String id;

    @Option(names = "--description", paramLabel = "TEXT", description = "More about it.")
    private @Nullable String description;

    @Option(names = "--status", paramLabel = "STATUS", description = "Where it stands (todo).")
    private @Nullable String status;

    @Option(names = "--assignee", paramLabel = "NAME", description = "Who does it.")
    private @Nullable String assignee;

    @Option(names = "--estimate", paramLabel = "POINTS", description = "How much it is.")
    private @Nullable BigDecimal estimate;

    @Option(names = "--due", paramLabel = "DAY", description = "When it is due, such as 2026-12-24.")
    private @Nullable String due;

    @Option(names = "--label", paramLabel = "LABEL", split = ",", description = "Labels, with commas between them.")
    private List<String> labels = List.of();

    @Option(names = "--parent", paramLabel = "ID", description = "The task above it.")
    private @Nullable String parent;

    @Option(names = "--depends-on", paramLabel = "ID", split = ",", description = "Tasks that come before it.")
    private List<String> dependsOn = List.of();

    @Option(names = "--create", description = "Make the project where there is none of that id.")
    private boolean isCreating;

    @Override
    public Integer call() throws InterruptedException {
        try (Asking asking = new Asking(server, new Patience(spec.commandLine().getErr(), Terminal.current()))) {
            String of = isCreating ? project.made(asking) : project.id(asking);
            String made = asking.change("POST", "/projects/" + of + "/tasks", task())
                    .path("task_id")
                    .asText();
            spec.commandLine().getOut().println(Line.plain(made));
        }
        return ExitCode.OK;
    }

    private Map<String, Object> task() {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("title", title);
        put(task, "task_id", id);
        put(task, "description", description);
        put(task, "status", status);
        put(task, "assignee", assignee);
        put(task, "estimate", estimate);
        put(task, "due_date", due);
        put(task, "labels", labels.isEmpty() ? null : labels);
        put(task, "parent_id", parent);
        put(task, "depends_on", dependsOn.isEmpty() ? null : dependsOn);
        return task;
    }

    private static void put(Map<String, Object> task, String name, @Nullable Object value) {
        if (value != null) {
            task.put(name, value);
        }
    }
}
