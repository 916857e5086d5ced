package dev.herald.app;

import dev.herald.effect.snapshots.RestoreTarget;
import dev.herald.effect.snapshots.Restored;
import dev.herald.effect.snapshots.Snapshot;
import dev.herald.effect.snapshots.SnapshotId;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
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

/** {@code herald snapshots restore}. */
@Command(
        name = "restore",
        customSynopsis =
                "herald snapshots restore [-C DIR] [--from NAME] ID (--branch NAME | --patch FILE | --directory"
                        + " DIR) [-- PATH...]",
        description = {
            "Brings a snapshot back as something new: a branch, a patch or a directory. What is in the work tree, in the"
                    + " index and on other branches stays as it is.",
            ""
        },
        footer = {
            "",
            "  herald snapshots restore latest --branch rescued",
            "  herald snapshots restore 10:40 --directory ../before -- src/Main.java",
            "  herald snapshots restore latest --patch - | git apply --3way",
            "",
            "Exit status: 0 restored, 1 there is no such snapshot or the target is there already, 2 called wrongly."
        })
final class SnapshotsRestoreCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private RepositoryOption repository;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description =
                    "A hash or its beginning, latest, latest~2, 10:40, 2026-11-20T10:40. After --: only these paths.")
    private List<String> operands = List.of();

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description =
                    "A new branch, with one commit: what the snapshot holds, on top of the commit that was checked"
                            + " out then. It is not checked out.")
    private @Nullable String branch;

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description = "A new file with the patch from the commit that was checked out then; - for standard output.")
    private @Nullable String patch;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "A new or empty directory outside the repository, with the files as a checkout writes them.")
    private @Nullable Path directory;

    @Option(
            names = "--from",
            paramLabel = "NAME",
            description = "The branch where latest and times are looked up; else the one that is checked out.")
    private @Nullable String from;

    @Override
    public Integer call() throws InterruptedException {
        Operands given = Operands.of(spec, operands, 1);
        if (given.names().isEmpty()) {
            throw CommandFailure.usage(List.of("ID is missing: give " + SnapshotId.ALLOWED));
        }
        SnapshotId id = RepositoryOption.id(given.names().getFirst());
        RestoreTarget target = target();
        Snapshots snapshots = repository.snapshots();
        List<String> paths = repository.paths(snapshots, given.paths());
        try {
            Snapshot snapshot = snapshots.find(id, from == null ? snapshots.currentBranch() : from);
            if (STANDARD_OUTPUT.equals(patch)) {
                snapshots.patch(snapshot, paths, new StandardOutput());
            } else {
                spec.commandLine().getOut().println(told(snapshot, target, snapshots.restore(snapshot, target, paths)));
            }
            SnapshotText text = new SnapshotText(ZoneId.systemDefault(), Instant.now(), Terminal.current());
            for (String line : text.leftOut(snapshot, snapshots.older(snapshot))) {
                spec.commandLine().getErr().println("herald: " + line);
            }
            return ExitCode.OK;
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    private RestoreTarget target() {
        List<RestoreTarget> targets = new ArrayList<>();
        if (branch != null) {
            targets.add(new RestoreTarget.Branch(branch));
        }
        if (patch != null) {
            targets.add(new RestoreTarget.Patch(Path.of(patch)));
        }
        if (directory != null) {
            targets.add(new RestoreTarget.Directory(directory));
        }
        if (targets.size() != 1) {
            throw CommandFailure.usage(List.of("give one of --branch NAME, --patch FILE and --directory DIR"));
        }
        return targets.getFirst();
    }

    private static String told(Snapshot snapshot, RestoreTarget target, Restored restored) {
        String what = "snapshot " + snapshot.shortId() + " is ";
        return switch (restored) {
            case Restored.Branch(String name, String commit) ->
                what + "on branch " + Line.plain(name) + " (" + commit.substring(0, 10) + "), which is not checked out:"
                        + " git switch " + Line.plain(name);
            case Restored.Patch(long bytes) when bytes == 0 -> what + "no different from its base: the patch is empty";
            case Restored.Patch(long bytes) -> what + "in " + place(target) + ": git apply --3way " + place(target);
            case Restored.Directory(long files) ->
                what + "in " + place(target) + " (" + files + (files == 1 ? " file)" : " files)");
        };
    }

    private static String place(RestoreTarget target) {
        return Line.plain(
                switch (target) {
                    case RestoreTarget.Branch(String name) -> name;
                    case RestoreTarget.Patch(Path file) -> file.toString();
                    case RestoreTarget.Directory(Path place) -> place.toString();
                });
    }
}
