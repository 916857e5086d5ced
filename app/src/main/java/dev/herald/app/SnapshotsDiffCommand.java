package dev.herald.app;

import dev.herald.effect.snapshots.Snapshot;
import dev.herald.effect.snapshots.SnapshotId;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code herald snapshots diff}. */
@Command(
        name = "diff",
        customSynopsis = "herald snapshots diff [-C DIR] [--branch NAME] ID [OTHER] [-- PATH...]",
        description = {
            "Prints the patch from a snapshot to another one, or to the files as they are now, those among them that git"
                    + " does not know and does not ignore. Changes nothing, not even the index.",
            ""
        },
        footer = {
            "",
            "  herald snapshots diff 10:40 -- src",
            "  herald snapshots diff latest~1 latest",
            "",
            "Exit status: 0 printed, 1 there is no such snapshot, 2 called wrongly."
        })
final class SnapshotsDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private RepositoryOption repository;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "One or two: a hash or its beginning, latest, latest~2, 10:40, 2026-11-20T10:40. After --:"
                    + " only these paths.")
    private List<String> operands = List.of();

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "Where latest and times are looked up; else the one that is checked out.")
    private @Nullable String branch;

    @Override
    public Integer call() throws InterruptedException {
        Operands given = Operands.of(spec, operands, 2);
        if (given.names().isEmpty()) {
            throw CommandFailure.usage(List.of("ID is missing: give " + SnapshotId.ALLOWED));
        }
        List<SnapshotId> ids = given.names().stream().map(RepositoryOption::id).toList();
        Snapshots snapshots = repository.snapshots();
        List<String> paths = repository.paths(snapshots, given.paths());
        StandardOutput out = new StandardOutput();
        try {
            String looked = branch == null ? snapshots.currentBranch() : branch;
            Snapshot snapshot = snapshots.find(ids.getFirst(), looked);
            Snapshot other = ids.size() < 2 ? null : snapshots.find(ids.getLast(), looked);
            snapshots.diff(snapshot, other, paths, Terminal.current().isColoured(), out);
            tellLeftOut(snapshots, snapshot);
            if (other != null) {
                tellLeftOut(snapshots, other);
            }
            return ExitCode.OK;
        } catch (OutputException output) {
            throw new UncheckedIOException(output);
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    /** Beside the patch, which is for programs, too. */
    private void tellLeftOut(Snapshots snapshots, Snapshot snapshot) throws IOException, InterruptedException {
        SnapshotText text = new SnapshotText(ZoneId.systemDefault(), Instant.now(), Terminal.current());
        for (String line : text.leftOut(snapshot, snapshots.older(snapshot))) {
            spec.commandLine().getErr().println("herald: snapshot " + snapshot.shortId() + ": " + line);
        }
    }
}
