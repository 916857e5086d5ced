package dev.herald.api.command;

import dev.herald.command.Author;
import dev.herald.command.Row;
import dev.herald.command.RowFault;
import dev.herald.command.TaskImport;
import dev.herald.command.TaskNumbers;
import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import java.util.List;

/** {@code POST /projects/{id}/tasks:import}: CSV or NDJSON, all or nothing unless {@code ?partial=true}. */
final class ImportCommand {
    private final Asking asking;
    private final TaskNumbers numbers;
    private final int bytesMax;

    ImportCommand(Asking asking, TaskNumbers numbers, int bytesMax) {
        this.asking = asking;
        this.numbers = numbers;
        this.bytesMax = bytesMax;
    }

    List<Route> routes() {
        return List.of(
                Asking.route("POST", "/projects/{id}/tasks:import", this::run).taking(bytesMax));
    }

    private record Imported(int imported, List<RowFault> errors) {}

    private Response run(Request request) {
        ProjectId project = Asking.project(request);
        boolean isPartial = partial(request);
        List<Row> rows = TaskRows.of(request);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new TaskImport(project, rows, isPartial, author, numbers),
                author,
                rows.size(),
                new Asking.Showing<TaskImport.Imported>(
                        seen -> Answers.of(
                                seen.value().faults().isEmpty() ? 200 : 207,
                                seen,
                                project,
                                new Imported(
                                        seen.value().imported(), seen.value().faults())),
                        Asking::noVersion));
    }

    private static boolean partial(Request request) {
        return switch (request.parameter("partial").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ProblemException(
                        Problem.of(400, "Invalid parameter", "The parameter partial is true or false."));
        };
    }
}
