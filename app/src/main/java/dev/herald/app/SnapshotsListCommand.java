package dev.herald.app;

import dev.herald.effect.snapshots.BrokenHistory;
import dev.herald.effect.snapshots.ListedSnapshot;
import dev.herald.effect.snapshots.SnapshotRef;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald snapshots list}. */
@Command(
        name = "list",
        description = {
            "Lists snapshots, newest first: id, time, branch, what triggered it, what changed since the one before, the"
                    + " message, and the files that were left out. What cannot be read is told; the rest is listed.",
            ""
        },
        footer = {"", "Exit status: 0 listed, 1 there are none or no repository, 2 called wrongly."})
final class SnapshotsListCommand implements Callable<Integer> {
    private static final int LIMIT_MAX = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private RepositoryOption repository;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "Only this branch's; HEAD for those of no branch, in a linked work tree HEAD@ and its name.")
    private @Nullable String branch;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "One JSON object a line, whose times are UTC.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw CommandFailure.usage(List.of("--limit: " + limit + " is not allowed: give 1 to 1,000,000"));
        }
        Snapshots snapshots = repository.snapshots();
        SnapshotText text = new SnapshotText(ZoneId.systemDefault(), Instant.now(), Terminal.current());
        try {
            List<BrokenHistory> broken = broken(snapshots);
            broken.forEach(this::warn);
            List<SnapshotRef> refs = refs(snapshots, broken);
            int width =
                    refs.stream().mapToInt(ref -> ref.branch().length()).max().orElse(0);
            AtomicInteger count = new AtomicInteger();
            List<BrokenHistory> holes = snapshots.list(refs, limit, listed -> {
                if (count.incrementAndGet() <= limit) {
                    print(listed, text, width);
                }
                return count.get() <= limit;
            });
            holes.forEach(this::warn);
            if (count.get() > limit) {
                spec.commandLine().getErr().println("herald: there are more: --limit N shows them");
            }
            return ExitCode.OK;
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    private void print(ListedSnapshot listed, SnapshotText text, int width) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(isJson ? text.json(listed) : text.line(listed, width));
        String leftOut = isJson ? "" : text.leftOut(listed);
        if (!leftOut.isEmpty()) {
            out.println(leftOut);
        }
    }

    private void warn(BrokenHistory broken) {
        spec.commandLine().getErr().println("herald: " + Line.plain(broken.told()));
    }

    private List<BrokenHistory> broken(Snapshots snapshots) throws IOException, InterruptedException {
        return snapshots.broken().stream()
                .filter(history -> branch == null || history.branch().equals(branch))
                .toList();
    }

    private List<SnapshotRef> refs(Snapshots snapshots, List<BrokenHistory> broken)
            throws IOException, InterruptedException {
        List<SnapshotRef> all = snapshots.branches();
        List<SnapshotRef> refs = all.stream()
                .filter(ref -> branch == null || ref.branch().equals(branch))
                .toList();
        if (refs.isEmpty() && !broken.isEmpty()) {
            throw CommandFailure.failed("no snapshot can be listed");
        }
        if (all.isEmpty()) {
            throw CommandFailure.failed("there are no snapshots in "
                    + Line.plain(snapshots.workTree().toString())
                    + " yet. Turn them on: herald serve --watch . --auto-commit shadow");
        }
        if (refs.isEmpty()) {
            throw CommandFailure.failed("branch " + Line.plain(String.valueOf(branch))
                    + " has no snapshots; without --branch those of all branches are listed");
        }
        return refs;
    }
}
