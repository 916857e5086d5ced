package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitReader;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What differs between a tree and the files as they are now: those that git knows, and those that it does not know and
 * does not ignore. Looks at them through an index of its own and leaves nothing in the repository. Any thread; blocks.
 */
final class WorkTreeDifference {
    private final Git git;
    private final ScratchIndex index;
    private final Set<String> hidden;

    /** @param hidden files that are passed over: the tree was made without them */
    WorkTreeDifference(Git git, ScratchIndex index, Set<String> hidden) {
        this.git = git;
        this.index = index;
        this.hidden = hidden;
    }

    /** Hands a patch from the tree to the files on to a reader. */
    GitResult write(String tree, List<String> paths, boolean isColoured, GitReader reader)
            throws IOException, InterruptedException {
        settleConflicts();
        announceUntracked();
        hide();
        List<String> arguments = new ArrayList<>(List.of(
                "-c",
                "diff.autoRefreshIndex=true",
                "-c",
                "diff.relative=false",
                "-c",
                "diff.noprefix=false",
                "-c",
                "core.safecrlf=false",
                "diff",
                "--binary",
                "--full-index"));
        arguments.addAll(Differences.asWritten(isColoured));
        arguments.addAll(List.of(tree, "--"));
        arguments.addAll(paths);
        GitCommand command = index.passing(arguments).fetching().within(Differences.READING);
        return git.run(command, reader);
    }

    /** Of a file in conflict git would only say that it is; what matters here is what stands in it. */
    private void settleConflicts() throws IOException, InterruptedException {
        Set<String> paths = new LinkedHashSet<>();
        for (String entry : names("ls-files", "-u", "-z")) {
            paths.add(entry.substring(entry.indexOf('\t') + 1));
        }
        add(List.copyOf(paths), "add", "-A");
    }

    /** With an entry for them git compares them as it does others. */
    private void announceUntracked() throws IOException, InterruptedException {
        // A name that ends in a slash is a repository in this one: its files are its own business.
        List<String> paths = names("ls-files", "-o", "--exclude-standard", "-z").stream()
                .filter(name -> !name.endsWith("/") && !hidden.contains(text(name)))
                .toList();
        add(paths, "add", "-N");
    }

    /** Somebody may have staged them meanwhile. */
    private void hide() throws IOException, InterruptedException {
        if (hidden.isEmpty()) {
            return;
        }
        List<String> known = names("ls-files", "-z").stream()
                .filter(name -> hidden.contains(text(name)))
                .toList();
        if (!known.isEmpty()) {
            byte[] input = (String.join("\0", known) + "\0").getBytes(StandardCharsets.ISO_8859_1);
            git.ask(index.command("update-index", "--force-remove", "-z", "--stdin")
                    .reading(input));
        }
    }

    private static String text(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void add(List<String> paths, String... how) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("-c", "core.safecrlf=false"));
        arguments.addAll(List.of(how));
        arguments.addAll(List.of("--ignore-errors", "--pathspec-from-file=-", "--pathspec-file-nul"));
        byte[] input = String.join("\0", paths).getBytes(StandardCharsets.ISO_8859_1);
        GitCommand command = index.passing(arguments).reading(input);
        // A file that went meanwhile, or cannot be read, is no reason to show nothing of the others.
        if (git.run(command) instanceof GitResult.Stopped stopped) {
            throw new SnapshotException(stopped.detail());
        }
    }

    /** Byte for byte, for a name need not be text. */
    private List<String> names(String... arguments) throws IOException, InterruptedException {
        byte[] output = git.ask(index.command(arguments)).output();
        String text = new String(output, StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }
}
