package dev.herald.app;

import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.client.Interest;
import dev.herald.event.EventType;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald tail}. */
@Command(
        name = "tail",
        description = {
            "Prints events as they happen, until Ctrl-C. A lost connection is made anew, and what was missed is printed.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 --count reached, 1 the server refused, 2 called wrongly or no Herald server answers there, 130 ended by Ctrl-C, 141 nobody reads the output."
        })
final class TailCommand implements Callable<Integer> {
    private static final String AUTO_COMMIT = "auto_commit";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Option(names = "--project", paramLabel = "ID", description = "Only this project, and what belongs to none.")
    private @Nullable String project;

    @Option(names = "--types", paramLabel = "TYPE", split = ",", description = "Only these types, separated by commas.")
    private List<String> types = List.of();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "First what came after this event; 0-0 for all that the log keeps.")
    private @Nullable String after;

    @Option(names = "--json", description = "The events as they are, one JSON object a line.")
    private boolean isJson;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
    private long count = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        Interest interest = interest();
        CountDownLatch enough = new CountDownLatch(1);
        ClientSettings settings = server.settings();
        EventPrinter printer = new EventPrinter(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                Terminal.current(),
                ZoneId.systemDefault(),
                isJson,
                server.hasToken(),
                count,
                enough::countDown);
        try (HeraldClient client = new HeraldClient(settings)) {
            client.subscribe(interest, printer);
            enough.await();
            printer.rethrow();
            return printer.status();
        }
    }

    private Interest interest() {
        if (count < 1) {
            throw refused("--count", String.valueOf(count), "a number from 1");
        }
        for (String type : types) {
            if (EventType.parse(type).isEmpty() && !type.equals(AUTO_COMMIT)) {
                throw CommandFailure.usage(List.of(Called.current()
                        .in("--types: there is no event type \"" + Line.plain(type, 100) + "\": "
                                + TypeNames.advice(type))));
            }
        }
        return Interest.ALL.inTypes(types).inProject(projectId()).after(position());
    }

    private @Nullable ProjectId projectId() {
        String named = project;
        return named == null
                ? null
                : ProjectId.parse(named)
                        .orElseThrow(() -> refused("--project", named, "1 to 128 of A-Z a-z 0-9 . _ -"));
    }

    private @Nullable Position position() {
        String given = after;
        return given == null
                ? null
                : Position.parse(given)
                        .orElseThrow(() -> refused("--after", given, "an event's id such as 1763635200123-0, or 0-0"));
    }

    private static CommandFailure refused(String option, String value, String allowed) {
        return CommandFailure.usage(
                List.of(option + ": \"" + Line.plain(value, 100) + "\" is not allowed: give " + allowed));
    }
}
