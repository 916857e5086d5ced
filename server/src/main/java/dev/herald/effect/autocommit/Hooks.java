package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's hooks, as {@code git commit} runs them: in the work tree, with the index that is being committed, in the
 * same order. Each has a time-out. What they write is told to nobody, for it may quote a file. One thread.
 */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final Workshop workshop;
    private final Git git;
    private final PrivateIndex index;

    Hooks(Workshop workshop, PrivateIndex index) {
        this.workshop = workshop;
        this.git = workshop.git();
        this.index = index;
    }

    /** Returns the tree, which a hook may have changed by staging a file again that it had put right. */
    String beforeCommit(Branch on, String tree) throws IOException, InterruptedException {
        run("pre-commit");
        String checked = index.writeTree();
        if (!checked.equals(tree)) {
            String from = on.head().isNone()
                    ? git.ask(index.command("mktree")).text()
                    : on.head().tree();
            Set<String> more = new TreeSet<>(paths(from, checked));
            more.removeAll(paths(from, tree));
            if (!more.isEmpty()) {
                throw new Trouble(Reason.HOOK_ADDED_FILES);
            }
        }
        return checked;
    }

    private List<String> paths(String from, String to) throws IOException, InterruptedException {
        byte[] names = git.ask(index.command("diff-tree", "-r", "-z", "--name-only", from, to))
                .output();
        return Arrays.asList(new String(names, StandardCharsets.ISO_8859_1).split("\0"));
    }

    /** The message as the hooks leave it. */
    String message(String text) throws IOException, InterruptedException {
        Path file = workshop.settings().own().resolve("message");
        Files.writeString(file, text);
        try {
            run("prepare-commit-msg", file.toString(), "message");
            run("commit-msg", file.toString());
            String left = Files.readString(file).strip();
            if (left.isEmpty()) {
                throw new Trouble(Reason.HOOK_FAILED);
            }
            return left + "\n";
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** There is a commit already: what this hook does is its own affair. */
    void afterCommit() throws InterruptedException {
        GitResult result = git.run(command(false, "post-commit"));
        if (!(result instanceof GitResult.Done)) {
            LOG.info(
                    "The hook post-commit of {} did not end well",
                    workshop.settings().project());
        }
    }

    private void run(String hook, String... arguments) throws IOException, InterruptedException {
        GitCommand command = command(true, hook, arguments);
        switch (git.run(command)) {
            case GitResult.Done done -> LOG.debug("The hook {} agrees", hook);
            case GitResult.Failed failed ->
                throw new Trouble(
                        Reason.HOOK_FAILED,
                        "The hook " + hook + " refused the commit: run git hook run " + hook + " to see what it says.");
            case GitResult.Stopped stopped -> {
                if (stopped.reason() == GitResult.Reason.TIMED_OUT) {
                    throw new Trouble(
                            Reason.HOOK_TIMEOUT,
                            "The hook " + hook
                                    + " took too long and was ended: make it faster, or allow it more time.");
                }
                stopped.orThrow(command);
            }
        }
    }

    private GitCommand command(boolean isBefore, String hook, String... arguments) {
        List<String> line = new ArrayList<>(List.of("hook", "run", "--ignore-missing", hook));
        if (arguments.length > 0) {
            line.add("--");
            line.addAll(List.of(arguments));
        }
        GitCommand command = GitCommand.in(workshop.repository().workTree(), line)
                .with("GIT_EDITOR", ":")
                .within(Duration.ofMillis(workshop.settings().pace().hookMillis()))
                .asUser();
        return isBefore ? command.with("GIT_INDEX_FILE", index.file().toString()) : command;
    }
}
