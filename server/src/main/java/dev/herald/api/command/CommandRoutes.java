package dev.herald.api.command;

import dev.herald.access.RateLimits;
import dev.herald.api.snapshot.StateReads;
import dev.herald.command.Dispatcher;
import dev.herald.command.TaskNumbers;
import dev.herald.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** All that may be asked for: each emits its event, and is answered when the folds have seen it. */
public final class CommandRoutes {
    private final Asking asking;
    private final TaskNumbers numbers = new TaskNumbers();
    private final int fileBytesMax;
    private final StateReads reads;

    /**
     * @param reads for what is kept and shown here, such as layouts
     * @param limits how much a principal and an address may publish: a command counts as the events that it makes
     * @param fileBytesMax what a file may have that is sent
     */
    public CommandRoutes(Dispatcher dispatcher, StateReads reads, RateLimits limits, int fileBytesMax) {
        this.reads = reads;
        asking = new Asking(dispatcher, limits);
        this.fileBytesMax = fileBytesMax;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(new ProjectCommands(asking).routes());
        routes.addAll(new TaskCommands(asking, numbers).routes());
        routes.addAll(new ImportCommand(asking, numbers, fileBytesMax).routes());
        routes.addAll(new RiskCommands(asking, CommandRoutes::newId).routes());
        routes.addAll(new ReportCommands(asking, CommandRoutes::newId).routes());
        routes.addAll(new LayoutCommands(asking, reads).routes());
        routes.addAll(new QualityCommand(asking, fileBytesMax).routes());
        return routes;
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
