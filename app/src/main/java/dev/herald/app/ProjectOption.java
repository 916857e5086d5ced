package dev.herald.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which project is meant: the one that is named, else the only one that the server has. */
@Command
final class ProjectOption {
    private static final int NAMED_MAX = 5;

    @Option(
            names = "--project",
            paramLabel = "ID",
            description = "Which project; may be left out where the server has one only.")
    private @Nullable String project;

    boolean isGiven() {
        return project != null;
    }

    String id(Asking server) throws InterruptedException {
        String given = project;
        if (given != null) {
            return Asking.part(given);
        }
        List<String> known = known(server);
        if (known.size() == 1) {
            return Asking.part(known.getFirst());
        }
        throw known.isEmpty()
                ? CommandFailure.failed(
                        "the server knows of no project yet: name one with --project ID, and --create makes it")
                : CommandFailure.usage(List.of("the server has several projects: say which with --project, such as "
                        + Line.plain(String.join(", ", known.subList(0, Math.min(NAMED_MAX, known.size()))))));
    }

    /** The same; it is made where it is not there. */
    String made(Asking server) throws InterruptedException {
        String given = project;
        if (given == null) {
            throw CommandFailure.usage(List.of("--create makes the project that --project ID names"));
        }
        if (server.tried("GET", "/projects/" + Asking.part(given), null, new byte[0])
                        .status()
                == 404) {
            server.change("POST", "/projects", Map.of("project_id", given));
        }
        return Asking.part(given);
    }

    static List<String> known(Asking server) throws InterruptedException {
        JsonNode page = server.see("/projects?limit=1000");
        return StreamSupport.stream(page.path("projects").spliterator(), false)
                .map(one -> one.path("project_id").asText())
                .toList();
    }
}
