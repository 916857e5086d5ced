package dev.herald.app;

import dev.herald.effect.snapshots.PruneRules;
import dev.herald.effect.snapshots.Pruned;
import dev.herald.effect.snapshots.SnapshotRef;
import dev.herald.effect.snapshots.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code herald snapshots prune}. */
@Command(
        name = "prune",
        description = {
            "Forgets old snapshots, but never the newest of a branch. Those that stay get new ids and are otherwise the"
                    + " same. Git itself removes what is forgotten later, when it tidies up.",
            ""
        },
        footer = {
            "",
            "  herald snapshots prune --older-than 30d --dry-run",
            "  herald snapshots prune --keep 500 --branch main",
            "",
            "Exit status: 0 pruned, also where there was nothing to do, 1 failed, 2 called wrongly."
        })
final class SnapshotsPruneCommand implements Callable<Integer> {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6}) ?(s|m|h|d|w)");

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOption help;

    @Mixin
    private RepositoryOption repository;

    @Option(names = "--older-than", paramLabel = "AGE", description = "Those that are older: 12h, 30d, 8w.")
    private @Nullable String olderThan;

    @Option(names = "--keep", paramLabel = "N", description = "All but the newest so many of each branch.")
    private @Nullable Long keep;

    @Option(names = "--branch", paramLabel = "NAME", description = "Only this branch's; else those of all.")
    private @Nullable String branch;

    @Option(names = "--dry-run", description = "Only tell what would go.")
    private boolean isTrial;

    @Override
    public Integer call() throws InterruptedException {
        PruneRules rules = rules(Instant.now());
        Snapshots snapshots = repository.snapshots();
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<String> branches = branch != null
                    ? List.of(branch)
                    : snapshots.branches().stream().map(SnapshotRef::branch).toList();
            List<Pruned> all = snapshots.prune(branches, rules, isTrial);
            all.stream().filter(one -> one.removed() > 0).forEach(one -> out.println(told(one)));
            if (all.stream().allMatch(one -> one.removed() == 0)) {
                out.println("nothing to prune");
            }
            return ExitCode.OK;
        } catch (IOException failed) {
            throw CommandFailure.failed(Line.plain(String.valueOf(failed.getMessage())));
        }
    }

    private String told(Pruned pruned) {
        return Line.plain(pruned.branch()) + ": "
                + (isTrial
                        ? "would remove " + pruned.removed() + " and keep " + pruned.kept()
                        : "removed " + pruned.removed() + ", kept " + pruned.kept() + ", with new ids");
    }

    private PruneRules rules(Instant now) {
        if (olderThan == null && keep == null) {
            throw CommandFailure.usage(List.of("give --older-than AGE, --keep N or both"));
        }
        if (keep != null && keep < 1) {
            throw CommandFailure.usage(
                    List.of("--keep: " + keep + " is not allowed: give 1 or more, for the newest always stays"));
        }
        return new PruneRules(
                olderThan == null ? null : now.minusSeconds(seconds(olderThan)), keep == null ? Long.MAX_VALUE : keep);
    }

    private static long seconds(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw CommandFailure.usage(List.of("--older-than: \"" + Line.plain(text, 100)
                    + "\" is not allowed: give a number with s, m, h, d or w, such as 30d"));
        }
        long unit = switch (age.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            default -> 7 * 86_400;
        };
        return Long.parseLong(age.group(1)) * unit;
    }
}
