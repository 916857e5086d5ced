package dev.herald.app;

import dev.herald.effect.snapshots.ChangedFile;
import dev.herald.effect.snapshots.Snapshot;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code herald snapshots show}. */
@Command(
        name = "show",
        description = {
            "Shows one snapshot, and the files in which it differs from its base: the commit that was checked out then.",
            ""
        },
        footer = {"", "Exit status: 0 shown, 1 there is no such snapshot, 2 called wrongly."})
final class SnapshotsShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private RepositoryOption repository;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A hash or its beginning, latest (the default), latest~2, 10:40, 2026-11-20T10:40.")
    private String id = "latest";

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "Where latest and times are looked up; else the one that is checked out.")
    private @Nullable String branch;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        SnapshotText text = new SnapshotText(ZoneId.systemDefault(), Instant.now(), Terminal.current());
        var named = RepositoryOption.id(id);
        try {
            Snapshots snapshots = repository.snapshots();
            Snapshot snapshot = snapshots.find(named, branch == null ? snapshots.currentBranch() : branch);
            text.head(snapshot, snapshots.branchesOf(snapshot)).forEach(out::println);
            text.leftOut(snapshot, snapshots.older(snapshot)).forEach(out::println);
            List<ChangedFile> files = snapshots.changes(snapshot);
            out.println();
            files.forEach(file -> out.println(text.line(file)));
            out.println(told(files.size()));
            out.flush();
            return ExitCode.OK;
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    private static String told(int files) {
        return switch (files) {
            case 0 -> "nothing differs from its base";
            case 1 -> "1 file differs from its base";
            default -> files + " files differ from its base";
        };
    }
}
