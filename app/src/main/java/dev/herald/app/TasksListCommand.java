package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald tasks list}. */
@Command(
        name = "list",
        description = {"Lists tasks: id, status, who does it, title, when it is due.", ""},
        footer = {"", "Exit status: 0 listed, 1 failed, 2 called wrongly."})
final class TasksListCommand implements Callable<Integer> {
    private static final int ID_WIDTH_MAX = 24;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Mixin
    private ProjectOption project;

    @Option(names = "--status", paramLabel = "STATUS", description = "Only these, with commas between them.")
    private @Nullable String status;

    @Option(names = "--assignee", paramLabel = "NAME", description = "Only those of this person.")
    private @Nullable String assignee;

    @Option(names = "--label", paramLabel = "LABEL", description = "Only those with this label.")
    private @Nullable String label;

    @Option(names = "--search", paramLabel = "TEXT", description = "Only those that say this.")
    private @Nullable String search;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        try (Asking asking = new Asking(server, new Patience(spec.commandLine().getErr(), Terminal.current()))) {
            String path = "/projects/" + project.id(asking) + "/tasks?limit=1000" + filter();
            List<JsonNode> tasks = new ArrayList<>();
            @Nullable String after = null;
            do {
                JsonNode page = asking.see(path + (after == null ? "" : "&after=" + Asking.part(after)));
                page.path("tasks").forEach(tasks::add);
                after = page.path("next_after").isTextual()
                        ? page.path("next_after").asText()
                        : null;
            } while (after != null);
            print(tasks);
        }
        return ExitCode.OK;
    }

    private String filter() {
        StringBuilder filter = new StringBuilder();
        add(filter, "status", status);
        add(filter, "assignee", assignee);
        add(filter, "label", label);
        add(filter, "q", search);
        return filter.toString();
    }

    private static void add(StringBuilder filter, String name, @Nullable String value) {
        if (value != null) {
            filter.append('&').append(name).append('=').append(Asking.part(value));
        }
    }

    private void print(List<JsonNode> tasks) {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.current();
        int width = Math.min(
                ID_WIDTH_MAX,
                tasks.stream()
                        .mapToInt(task -> task.path("task_id").asText().length())
                        .max()
                        .orElse(0));
        for (JsonNode task : tasks) {
            out.println(isJson ? Line.json(task.toString()) : TaskText.line(task, width, terminal));
        }
        if (tasks.isEmpty() && !isJson) {
            spec.commandLine().getErr().println("herald: no such tasks");
        }
    }
}
