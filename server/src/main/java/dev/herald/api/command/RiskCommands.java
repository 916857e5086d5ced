package dev.herald.api.command;

import dev.herald.command.Author;
import dev.herald.command.RiskChange;
import dev.herald.command.RiskReport;
import dev.herald.event.ProjectId;
import dev.herald.http.Request;
import dev.herald.http.Response;
import dev.herald.http.Route;
import dev.herald.projection.Members;
import dev.herald.projection.risk.Risk;
import dev.herald.query.ShownRisk;
import java.util.List;
import java.util.function.Supplier;

/** {@code POST /projects/{id}/risks} reports one; {@code :resolve} and {@code :acknowledge}. */
final class RiskCommands {
    private final Asking asking;
    private final Supplier<String> ids;

    /** @param ids for what is new */
    RiskCommands(Asking asking, Supplier<String> ids) {
        this.asking = asking;
        this.ids = ids;
    }

    List<Route> routes() {
        String one = "/projects/{id}/risks/{risk_id}";
        return List.of(
                Asking.route("POST", "/projects/{id}/risks", this::report),
                Asking.route("POST", one + ":resolve", request -> change(request, RiskChange.Kind.RESOLVE)),
                Asking.route("POST", one + ":acknowledge", request -> change(request, RiskChange.Kind.ACKNOWLEDGE)));
    }

    private Response report(Request request) {
        ProjectId project = Asking.project(request);
        Author author = Asking.author(request);
        return asking.ask(
                request,
                new RiskReport(project, ids.get(), JsonBody.of(request), author),
                author,
                new Asking.Showing<Risk>(
                        seen -> Answers.of(201, seen, project, ShownRisk.of(seen.value())), Asking::noVersion));
    }

    private Response change(Request request, RiskChange.Kind kind) {
        ProjectId project = Asking.project(request);
        Author author = Asking.author(request);
        Members asked = JsonBody.orNone(request);
        return asking.ask(
                request,
                new RiskChange(project, request.variable("risk_id"), kind, asked, author),
                author,
                new Asking.Showing<Risk>(
                        seen -> Answers.of(200, seen, project, ShownRisk.of(seen.value())), Asking::noVersion));
    }
}
