package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Refs;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what files have now is kept anywhere, and keeps it: as git would store it, so with its filters. Any thread;
 * blocks.
 */
final class PresentContent {
    /** Looking through all of history; what has not been found by then counts as kept nowhere. */
    private static final Duration SEARCH = Duration.ofSeconds(60);

    private static final long BYTES_MAX = 256L << 20;
    /** So often a ref may move while a snapshot is taken. */
    private static final int ATTEMPTS_MAX = 5;

    private final Git git;
    private final Repository repository;
    private final Finder finder;
    private final Chain chain;

    PresentContent(Git git, Repository repository, Finder finder, Chain chain) {
        this.git = git;
        this.repository = repository;
        this.finder = finder;
        this.chain = chain;
    }

    /**
     * Those of these files whose content is in no snapshot and in no commit under their name.
     *
     * @param near commits that are looked into first
     */
    Set<String> unsaved(List<PresentFile> files, List<String> near) throws IOException, InterruptedException {
        Map<String, String> left = hashes(files);
        for (String commit : near) {
            forget(left, commit);
        }
        if (!left.isEmpty()) {
            search(left);
        }
        return new HashSet<>(left.keySet());
    }

    /** The newest snapshot of what is checked out; null for none that can be read. */
    @Nullable
    Snapshot newest() throws IOException, InterruptedException {
        Optional<SnapshotRef> ref = finder.ref(finder.currentBranch());
        if (ref.isEmpty()) {
            return null;
        }
        List<RawCommit> commits = chain.commits(List.of(ref.get().tip()));
        return commits.isEmpty() ? null : commits.getFirst().snapshot().orElse(null);
    }

    /** What git would store, by path. */
    private Map<String, String> hashes(List<PresentFile> files) throws IOException, InterruptedException {
        try (ScratchIndex index = ScratchIndex.empty(git, repository)) {
            GitCommand update = index.passing(adding()).reading(names(files));
            done(update, "cannot read what is there now");
            Map<String, String> hashes = new HashMap<>();
            String listed =
                    new String(git.ask(index.command("ls-files", "-s", "-z")).output(), StandardCharsets.UTF_8);
            for (String entry : listed.isEmpty() ? new String[0] : listed.split("\0")) {
                hashes.put(entry.substring(entry.indexOf('\t') + 1), entry.split(" ", 3)[1]);
            }
            return hashes;
        }
    }

    private static List<String> adding() {
        return List.of("-c", "core.safecrlf=false", "update-index", "--add", "--remove", "-z", "--stdin");
    }

    private static byte[] names(List<PresentFile> files) {
        StringBuilder names = new StringBuilder();
        files.forEach(file -> names.append(file.path()).append('\0'));
        return names.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Those that a commit has just so are kept. */
    private void forget(Map<String, String> left, String commit) throws IOException, InterruptedException {
        // A line feed in a name would end it: such a file is searched for, and not found.
        List<String> paths =
                left.keySet().stream().filter(path -> path.indexOf('\n') < 0).toList();
        StringBuilder names = new StringBuilder();
        paths.forEach(path -> names.append(commit).append(':').append(path).append('\n'));
        GitCommand command = GitCommand.in(repository.workTree(), "cat-file", "--batch-check=%(objectname)")
                .reading(names.toString());
        List<String> answers = git.ask(command).text().lines().toList();
        for (int i = 0; i < Math.min(answers.size(), paths.size()); i++) {
            left.remove(paths.get(i), answers.get(i));
        }
    }

    /** All commits that anything refers to, snapshots among them. Each shows what it brought to its first parent. */
    private void search(Map<String, String> left) throws InterruptedException {
        StringBuilder paths = new StringBuilder("--\n");
        left.keySet().stream()
                .filter(path -> path.indexOf('\n') < 0)
                .forEach(path -> paths.append(path).append('\n'));
        GitCommand command = GitCommand.in(
                        repository.workTree(),
                        "-c",
                        "log.showRoot=true",
                        "log",
                        "--all",
                        "--full-history",
                        "--diff-merges=first-parent",
                        "--no-renames",
                        "--no-show-signature",
                        "--raw",
                        "--no-abbrev",
                        "--format=",
                        "-z",
                        "--stdin")
                .reading(paths.toString())
                .within(SEARCH)
                .atMost(BYTES_MAX);
        // Where that fails, what was not found counts as kept nowhere.
        if (git.run(command) instanceof GitResult.Done done) {
            String[] parts = new String(done.output(), StandardCharsets.UTF_8).split("\0");
            for (int i = 0; i + 1 < parts.length; i++) {
                String[] words = parts[i].split(" ");
                if (words.length == 5 && words[0].startsWith(":")) {
                    left.remove(parts[i + 1], words[3]);
                }
            }
        }
    }

    /**
     * Takes a snapshot that has these files as they are now, and all others as the newest snapshot or HEAD has them.
     *
     * @param why its message's first line, after the branch
     * @return its id
     */
    String save(List<PresentFile> files, String why) throws IOException, InterruptedException {
        String branch = finder.currentBranch();
        for (int attempt = 1; ; attempt++) {
            @Nullable Snapshot newest = newest();
            String head = head();
            String base =
                    newest == null || !head.equals(newest.base() == null ? "" : newest.base()) ? head : newest.id();
            String tree = tree(files, base);
            List<String> arguments =
                    new ArrayList<>(List.of("-c", "i18n.commitEncoding=UTF-8", "commit-tree", "--no-gpg-sign", tree));
            for (String parent : new String[] {newest == null ? "" : newest.id(), head}) {
                if (!parent.isEmpty()) {
                    arguments.addAll(List.of("-p", parent));
                }
            }
            String message = "Snapshot of " + branch + ": " + why + "\n\nHerald-Trigger: manual\nHerald-Base: "
                    + (head.isEmpty() ? "none" : head) + "\n";
            String id = git.ask(asHerald(GitCommand.in(repository.workTree(), arguments))
                            .reading(message))
                    .text();
            GitCommand move = GitCommand.in(
                    repository.workTree(),
                    "update-ref",
                    "-m",
                    "herald: before a restore",
                    SnapshotRef.name(branch),
                    id,
                    newest == null ? "0".repeat(id.length()) : newest.id());
            switch (new Refs(git, repository.workTree()).move(move, SnapshotRef.name(branch), id)) {
                case GitResult.Done done -> {
                    if (holds(id, files)) {
                        return id;
                    }
                    throw new SnapshotException(
                            "what is there now could not be kept: its objects have gone, as they may"
                                    + " while git gc --prune=now runs, or the files are being written. Nothing was restored; try"
                                    + " again");
                }
                case GitResult.Failed failed -> {
                    if (attempt == ATTEMPTS_MAX) {
                        throw new SnapshotException("what is there now cannot be kept on " + SnapshotRef.name(branch)
                                + ": " + failed.reason() + ". Nothing was restored");
                    }
                }
                case GitResult.Stopped stopped -> throw new SnapshotException(stopped.detail());
            }
        }
    }

    /** Whether a commit has these files as they are now, and the objects are there. */
    boolean holds(String id, List<PresentFile> files) throws IOException, InterruptedException {
        Map<String, String> left = hashes(files);
        left.keySet().removeIf(path -> path.indexOf('\n') >= 0);
        forget(left, id);
        return left.isEmpty();
    }

    private String tree(List<PresentFile> files, String base) throws IOException, InterruptedException {
        try (ScratchIndex index = ScratchIndex.empty(git, repository)) {
            if (!base.isEmpty()) {
                git.ask(index.command("-c", "core.sparseCheckout=false", "read-tree", base));
            }
            done(index.command(adding()).reading(names(files)), "cannot keep what is there now");
            return index.tree();
        }
    }

    private String head() throws InterruptedException {
        return git.run(GitCommand.in(repository.workTree(), "rev-parse", "-q", "--verify", "HEAD^{commit}"))
                        instanceof GitResult.Done done
                ? done.text()
                : "";
    }

    private void done(GitCommand command, String otherwise) throws IOException, InterruptedException {
        switch (git.run(command)) {
            case GitResult.Done done -> {}
            case GitResult.Failed failed -> throw new SnapshotException(otherwise + ": " + failed.reason());
            case GitResult.Stopped stopped -> throw new SnapshotException(otherwise + ": " + stopped.detail());
        }
    }

    private static GitCommand asHerald(GitCommand command) {
        return command.with("GIT_AUTHOR_NAME", "Herald")
                .with("GIT_AUTHOR_EMAIL", "herald@localhost")
                .with("GIT_COMMITTER_NAME", "Herald")
                .with("GIT_COMMITTER_EMAIL", "herald@localhost");
    }
}
