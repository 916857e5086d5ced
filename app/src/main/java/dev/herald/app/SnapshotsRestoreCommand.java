package dev.herald.app;

import dev.herald.effect.snapshots.RestoreTarget;
import dev.herald.effect.snapshots.Restored;
import dev.herald.effect.snapshots.Snapshot;
import dev.herald.effect.snapshots.SnapshotId;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
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
                "herald snapshots restore [-C DIR] [--from NAME] ID ([--force] -- PATH... | (--branch NAME | --patch FILE"
                        + " | --directory DIR) [-- PATH...])",
        description = {
            "Brings files of a snapshot back to where they were, but only where what they have now is in a snapshot or a"
                    + " commit; else nothing is done, or with --force a snapshot of it is taken first. The index stays as"
                    + " it is.",
            "Or brings a snapshot back as something new: a branch, a patch or a directory. Then what is in the work tree"
                    + " and on other branches stays as it is, too.",
            ""
        },
        footer = {
            "",
            "  herald snapshots restore 10:40 -- src/Main.java",
            "  herald snapshots restore latest --branch rescued",
            "  herald snapshots restore 10:40 --directory ../before -- src/Main.java",
            "  herald snapshots restore latest --patch - | git apply --3way",
            "",
            "Exit status: 0 restored, 1 there is no such snapshot, the target is there already, or something would be lost,"
                    + " 2 called wrongly."
        })
final class SnapshotsRestoreCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    /** Files that are named, of each kind. */
    private static final int NAMED_MAX = 50;

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
            names = "--force",
            description = "Takes a snapshot of what the files have now, where that is kept nowhere, and then restores.")
    private boolean isForced;

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
        RestoreTarget target = target(!given.paths().isEmpty());
        Snapshots snapshots = repository.snapshots();
        List<String> paths = repository.paths(snapshots, given.paths());
        try {
            Snapshot snapshot = snapshots.find(id, from == null ? snapshots.currentBranch() : from);
            if (STANDARD_OUTPUT.equals(patch)) {
                snapshots.patch(snapshot, paths, new StandardOutput());
            } else {
                told(snapshot, target, snapshots.restore(snapshot, target, paths))
                        .forEach(spec.commandLine().getOut()::println);
            }
            SnapshotText text = new SnapshotText(ZoneId.systemDefault(), Instant.now(), Terminal.current());
            for (String line : text.leftOut(snapshot, snapshots.older(snapshot))) {
                spec.commandLine().getErr().println("herald: " + line);
            }
            return ExitCode.OK;
        } catch (OutputException output) {
            throw new UncheckedIOException(output);
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    private RestoreTarget target(boolean hasPaths) {
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
        if (isForced && !targets.isEmpty()) {
            throw CommandFailure.usage(List.of("--force is for files in the work tree: leave out --branch, --patch and"
                    + " --directory, and give the files after --"));
        }
        if (targets.isEmpty() && hasPaths) {
            return new RestoreTarget.WorkTree(isForced);
        }
        if (targets.size() != 1) {
            throw CommandFailure.usage(List.of("give the files to restore after --, or one of --branch NAME, --patch"
                    + " FILE and --directory DIR"));
        }
        return targets.getFirst();
    }

    private static List<String> told(Snapshot snapshot, RestoreTarget target, Restored restored) {
        String what = "snapshot " + snapshot.shortId() + " is ";
        return switch (restored) {
            case Restored.Branch(String name, String commit) ->
                List.of(what + "on branch " + Line.plain(name) + " (" + commit.substring(0, 10)
                        + "), which is not checked out: git switch " + Line.plain(name));
            case Restored.Patch(long bytes)
            when bytes == 0 -> List.of(what + "no different from its base: the patch is empty");
            case Restored.Patch(long bytes) ->
                List.of(what + "in " + place(target) + ": git apply --3way " + place(target));
            case Restored.Directory(long files) -> List.of(what + "in " + place(target) + " (" + count(files) + ")");
            case Restored.WorkTree workTree -> told(snapshot, workTree);
        };
    }

    private static List<String> told(Snapshot snapshot, Restored.WorkTree restored) {
        List<String> lines = new ArrayList<>();
        String saved = restored.saved();
        if (saved != null) {
            lines.add("what was there before is in snapshot " + saved.substring(0, 10));
        }
        restored.written().stream().limit(NAMED_MAX).forEach(path -> lines.add("  restored  " + Line.plain(path)));
        if (restored.written().size() > NAMED_MAX) {
            lines.add("  and " + (restored.written().size() - NAMED_MAX) + " more");
        }
        restored.absent().stream()
                .limit(NAMED_MAX)
                .forEach(path -> lines.add("  not in the snapshot, left as it is  " + Line.plain(path)));
        if (restored.absent().size() > NAMED_MAX) {
            lines.add("  not in the snapshot  " + (restored.absent().size() - NAMED_MAX) + " more");
        }
        lines.add(count(restored.written().size()) + " restored from snapshot " + snapshot.shortId()
                + (restored.same() == 0 ? "" : ", " + count(restored.same()) + " already the same"));
        return lines;
    }

    private static String count(long files) {
        return files + (files == 1 ? " file" : " files");
    }

    private static String place(RestoreTarget target) {
        return Line.plain(
                switch (target) {
                    case RestoreTarget.Branch(String name) -> name;
                    case RestoreTarget.Patch(Path file) -> file.toString();
                    case RestoreTarget.Directory(Path place) -> place.toString();
                    case RestoreTarget.WorkTree workTree -> "the work tree";
                });
    }
}
