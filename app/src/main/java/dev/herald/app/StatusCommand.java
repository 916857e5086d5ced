package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.client.Interest;
import dev.herald.client.LiveSubscription;
import dev.herald.event.ProjectId;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald status}. */
@Command(
        name = "status",
        description = {
            "Says where a project stands: progress, health with its reasons, open risks, agents that wait, forecast."
                    + " Without a project, a line for each.",
            ""
        },
        footer = {"", "Exit status: 0 shown, 1 failed, 2 called wrongly, 130 ended by Ctrl-C."})
final class StatusCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    /** What depends on the time changes at full minutes. */
    private static final long AGAIN_SECONDS = 60;
    /** A burst of events is shown at once. */
    private static final long APART_MILLIS = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Parameters(arity = "0..1", paramLabel = "PROJECT", description = "Which project.")
    private @Nullable String project;

    @Option(names = "--watch", description = "Show it anew when something changes, until Ctrl-C.")
    private boolean isWatching;

    @Option(names = "--json", description = "What the server answers, one JSON object a line.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        String named = project;
        ProjectId id = named == null ? null : ProjectId.parse(named).orElse(null);
        if (named != null && id == null) {
            throw CommandFailure.usage(List.of(
                    "PROJECT: \"" + Line.plain(named, 100) + "\" is not allowed: give 1 to 128 of A-Z a-z 0-9 . _ -"));
        }
        try (Asking asking = new Asking(server, new Patience(spec.commandLine().getErr(), Terminal.current()))) {
            show(asking, id);
            if (isWatching) {
                watch(asking, id);
            }
        }
        return ExitCode.OK;
    }

    private void watch(Asking asking, @Nullable ProjectId id) throws InterruptedException {
        BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
        LiveSubscription _ = asking.client().subscribe(Interest.ALL.inProject(id), _ -> news.offer(true));
        while (true) {
            Boolean _ = news.poll(AGAIN_SECONDS, TimeUnit.SECONDS);
            TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
            news.clear();
            show(asking, id);
        }
    }

    private void show(Asking asking, @Nullable ProjectId id) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        if (id != null) {
            text.append(one(asking, id));
        } else {
            List<String> known = ProjectOption.known(asking);
            int width = known.stream().mapToInt(String::length).max().orElse(0);
            for (String each : known) {
                JsonNode overview = asking.see("/dashboard/overview?project_id=" + Asking.part(each));
                text.append(
                                isJson
                                        ? Line.json(overview.toString())
                                        : StatusText.line(each, width, overview, Terminal.current()))
                        .append('\n');
            }
            if (known.isEmpty() && !isJson) {
                text.append("the server knows of no project yet\n");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isWatching && Terminal.current().isInteractive()) {
            out.print(CLEAR);
        }
        out.print(text);
        out.flush();
    }

    private String one(Asking asking, ProjectId id) throws InterruptedException {
        // Asked first: whether there is such a project.
        JsonNode about = asking.see("/projects/" + id);
        ObjectNode all = JSON.createObjectNode();
        all.set("project", about);
        all.set("overview", asking.see("/dashboard/overview?project_id=" + id));
        all.set("health", asking.see("/dashboard/health?project_id=" + id));
        all.set("risks", asking.see("/projects/" + id + "/risks?open=true").path("risks"));
        all.set("agents", asking.see("/agents?project_id=" + id).path("agents"));
        all.set("forecast", asking.see("/projects/" + id + "/forecast"));
        return isJson ? Line.json(all.toString()) + "\n" : StatusText.of(all, Terminal.current());
    }
}
