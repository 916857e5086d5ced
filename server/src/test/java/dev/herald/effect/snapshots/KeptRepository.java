package dev.herald.effect.snapshots;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import dev.herald.git.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real repository, and snapshots in it as auto-commit makes them. */
final class KeptRepository {
    /** When the first snapshot was taken; each further one a minute later. */
    static final long FIRST = 1_700_000_000L;

    final Path directory;
    final Git git;
    /** Further lines of the next snapshots' messages. */
    String trailers = "";

    private int count;

    KeptRepository(Path directory) throws IOException, InterruptedException {
        this(directory, "init", "-q", "-b", "main");
    }

    KeptRepository(Path directory, String... init) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        this.directory = Files.createDirectories(directory);
        this.git = Git.of(environment);
        run(init);
        run("config", "user.name", "Ann");
        run("config", "user.email", "ann@example.org");
        run("config", "commit.gpgsign", "false");
        run("config", "gc.auto", "0");
    }

    Snapshots snapshots() throws InterruptedException {
        return switch (Repository.at(git, directory)) {
            case Repository.At at -> new Snapshots(git, at.repository());
            case Repository.None none -> throw new AssertionError(none.why());
        };
    }

    String run(String... arguments) throws IOException, InterruptedException {
        return git.ask(GitCommand.in(directory, arguments).asUser()).text();
    }

    void write(String name, String content) throws IOException {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    void commit(String message) throws IOException, InterruptedException {
        run("add", "-A");
        run("commit", "-q", "-m", message);
    }

    void commitEmpty(String message) throws IOException, InterruptedException {
        run("commit", "-q", "--allow-empty", "-m", message);
    }

    /** Keeps the files as they are; the snapshot's hash. */
    String keep(String branch) throws IOException, InterruptedException {
        Path index = Files.createTempFile("index", "");
        Files.delete(index);
        GitCommand add = GitCommand.in(directory, "add", "-A").with("GIT_INDEX_FILE", index.toString());
        git.ask(add);
        String tree = git.ask(GitCommand.in(directory, "write-tree").with("GIT_INDEX_FILE", index.toString()))
                .text();
        Files.delete(index);
        return keepTree(branch, tree);
    }

    String keepTree(String branch, String tree) throws IOException, InterruptedException {
        String head = hash("HEAD");
        String id;
        String before;
        do {
            before = hash(SnapshotRef.name(branch));
            id = snapshot(tree, before, head);
        } while (!moved(branch, id, before));
        count++;
        return id;
    }

    private boolean moved(String branch, String id, String before) throws InterruptedException {
        String old = before.isEmpty() ? "0".repeat(id.length()) : before;
        return git.run(GitCommand.in(directory, "update-ref", SnapshotRef.name(branch), id, old))
                instanceof GitResult.Done;
    }

    private String snapshot(String tree, String before, String head) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("commit-tree", tree));
        for (String parent : List.of(before, head)) {
            if (!parent.isEmpty()) {
                arguments.addAll(List.of("-p", parent));
            }
        }
        String date = (FIRST + 60L * count) + " +0100";
        String message = "Snapshot " + count + "\n\nÜber alles.\n\nHerald-Trigger: change\nHerald-Position: 17-" + count
                + "\nHerald-Base: " + (head.isEmpty() ? "none" : head) + "\n" + trailers;
        return git.ask(GitCommand.in(directory, arguments)
                        .with("GIT_AUTHOR_DATE", date)
                        .with("GIT_COMMITTER_DATE", date)
                        .reading(message))
                .text();
    }

    /** Of what a name means, or nothing. */
    String hash(String name) throws InterruptedException {
        return switch (git.run(GitCommand.in(directory, "rev-parse", "-q", "--verify", name))) {
            case GitResult.Done done -> done.text();
            default -> "";
        };
    }

    /** Everything of the user's that must stay as it is: refs, HEAD, what is staged, the files. */
    String state() throws IOException, InterruptedException {
        return run("for-each-ref") + "\n" + run("ls-files", "-s") + "\n" + run("status", "--porcelain=v2", "--branch")
                + "\n" + Files.readString(directory.resolve(".git/HEAD"));
    }
}
