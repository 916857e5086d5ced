package dev.herald.api.command;

import dev.herald.command.Author;
import dev.herald.command.QualityTelling;
import dev.herald.event.ProjectId;
import dev.herald.http.Problem;
import dev.herald.http.ProblemException;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.delivery.Reported;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /projects/{id}/quality}: a file of JaCoCo, Cobertura, LCOV, JUnit or SARIF, told apart by what it holds. The
 * query says of which branch, commit and run it is.
 */
final class QualityCommand {
    private static final List<String> ABOUT = List.of("branch", "commit_hash", "run");

    private final Asking asking;
    private final int bytesMax;

    QualityCommand(Asking asking, int bytesMax) {
        this.asking = asking;
        this.bytesMax = bytesMax;
    }

    List<Route> routes() {
        return List.of(
                Asking.route("POST", "/projects/{id}/quality", this::report).taking(bytesMax));
    }

    private record Shown(
            String kind,
            @Nullable String branch,
            @Nullable String commitHash,
            @Nullable String run,
            Map<String, @Nullable Object> figures) {}

    private Response report(Request request) {
        ProjectId project = Asking.project(request);
        QualityFile file = read(request);
        Map<String, String> about = new LinkedHashMap<>();
        for (String name : ABOUT) {
            request.parameter(name).filter(text -> !text.isEmpty()).ifPresent(text -> about.put(name, text));
        }
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new QualityTelling(project, file.kind(), about, file.figures(), author),
                author,
                new Asking.Showing<Reported>(
                        seen -> Answers.of(201, seen, project, shown(seen.value(), file)), Asking::noVersion));
    }

    private static Shown shown(Reported report, QualityFile file) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        for (String name : file.figures().keySet()) {
            figures.put(name, report.figures().all().get(name));
        }
        return new Shown(report.kind(), report.branch(), report.commitHash(), report.run(), figures);
    }

    private static QualityFile read(Request request) {
        try {
            return file(request.body());
        } catch (QualityFile.Unreadable unreadable) {
            throw new ProblemException(Problem.of(
                    422, "Unreadable report", "The report cannot be read: " + unreadable.getMessage() + "."));
        }
    }

    private static QualityFile file(byte[] body) throws QualityFile.Unreadable {
        int at = 0;
        while (at < body.length && (body[at] <= ' ')) {
            // A byte order mark has negative bytes, as white space is at most 32.
            at++;
        }
        if (at == body.length) {
            throw new QualityFile.Unreadable("the file is empty");
        }
        return switch (body[at]) {
            case '<' -> XmlReport.of(body);
            case '{' -> SarifReport.of(body);
            default -> LcovReport.of(body);
        };
    }
}
