package dev.herald.app;

import dev.herald.client.AutoCommitAnswer;
import dev.herald.client.HeraldClient;
import dev.herald.client.ServerException;
import dev.herald.event.ProjectId;
import dev.herald.server.ProjectName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald snapshot}: what auto-commit does by itself, now. */
@Command(
        name = "snapshot",
        description = {
            "Has the running server commit a project's changes now, where auto-commit is on, and prints what came of it."
                    + " \"herald snapshots\" gets them back.",
            ""
        },
        footer = {"", "Exit status: 0 committed, or nothing to commit, 1 refused or no answer, 2 called wrongly."})
final class SnapshotCommand implements Callable<Integer> {
    /** Hooks, signing and a push may be slow; the server has its own limits for each. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private ServerOption server;

    @Option(names = "--project", paramLabel = "ID", description = "Which project; else the working directory's name.")
    private @Nullable String project;

    @Override
    public Integer call() throws InterruptedException {
        ProjectId id = projectId();
        PrintWriter out = spec.commandLine().getOut();
        try (HeraldClient client = new HeraldClient(server.settings().withTimeouts(CONNECT, ANSWER))) {
            return switch (client.autoCommit(id)) {
                case AutoCommitAnswer.Committed committed -> {
                    out.println(told(committed));
                    tellLeftOut(committed.leftOut());
                    yield ExitCode.OK;
                }
                case AutoCommitAnswer.Nothing nothing -> {
                    out.println("nothing to commit: " + Line.plain(nothing.why()));
                    tellLeftOut(nothing.leftOut());
                    yield ExitCode.OK;
                }
                case AutoCommitAnswer.Refused(int status, String reason, String detail) -> {
                    String why = reason.isEmpty() ? "" : " (" + Line.plain(reason) + ")";
                    spec.commandLine()
                            .getErr()
                            .println("herald: refused: "
                                    + Called.current()
                                            .in(TokenAdvice.refused(
                                                    status, Line.plain(detail) + why, server.hasToken())));
                    yield ExitCode.SOFTWARE;
                }
            };
        } catch (ServerException away) {
            throw CommandFailure.failed("no snapshot: " + ServerOption.trouble(away));
        }
    }

    private static String told(AutoCommitAnswer.Committed committed) {
        String hash = committed.hash();
        String place = committed.mode().equals("shadow") ? "snapshot of " : "commit on ";
        return hash.substring(0, Math.min(10, hash.length())) + "  " + place + Line.plain(committed.branch()) + ", "
                + committed.changes() + (committed.changes() == 1 ? " file: " : " files: ")
                + Line.plain(committed.message().lines().findFirst().orElse(""), 100);
    }

    private void tellLeftOut(AutoCommitAnswer.LeftOut leftOut) {
        PrintWriter out = spec.commandLine().getOut();
        leftOut.named()
                .forEach(file ->
                        out.println("  left out  " + Line.plain(file.path()) + "  " + Line.plain(file.reason())));
        int more = leftOut.count() - leftOut.named().size();
        if (more > 0) {
            out.println("  left out  " + more + " more");
        }
    }

    private ProjectId projectId() {
        if (project == null) {
            Path here = Path.of("").toAbsolutePath();
            return ProjectName.of(here)
                    .orElseThrow(() -> CommandFailure.usage(List.of(
                            Line.plain(here.toString()) + " has no name to call a project by: give --project")));
        }
        String named = project;
        return ProjectId.parse(named)
                .orElseThrow(() -> CommandFailure.usage(List.of("--project: \"" + Line.plain(named, 100)
                        + "\" is not allowed: give 1 to 128 of A-Z a-z 0-9 . _ -")));
    }
}
