package dev.herald.effect.autocommit;

import dev.herald.git.Git;
import dev.herald.git.GitCommand;
import dev.herald.git.GitResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository made by the git program, with its user's hands. */
final class GitDirectory {
    final Path path;
    final Git git = Git.of(environment());

    GitDirectory(Path path) throws IOException, InterruptedException {
        this(path, "--initial-branch=work");
    }

    GitDirectory(Path path, String... how) throws IOException, InterruptedException {
        this.path = Files.createDirectories(path).toRealPath();
        List<String> init = new java.util.ArrayList<>(List.of("init", "-q"));
        init.addAll(Arrays.asList(how));
        git.ask(GitCommand.in(this.path, init));
        git("config", "user.name", "Ada");
        git("config", "user.email", "ada@example.org");
        git("config", "commit.gpgsign", "false");
    }

    /** Another work tree of a repository that is there. */
    static GitDirectory at(Path path) throws IOException {
        return new GitDirectory(path, true);
    }

    private GitDirectory(Path path, boolean isThere) throws IOException {
        this.path = path.toRealPath();
    }

    /** Nobody's settings but the repository's. */
    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        return environment;
    }

    /** What it answers. */
    String git(String... arguments) throws IOException, InterruptedException {
        return git.ask(GitCommand.in(path, arguments).asUser()).text();
    }

    boolean succeeds(String... arguments) throws InterruptedException {
        return git.run(GitCommand.in(path, arguments).asUser()) instanceof GitResult.Done;
    }

    GitDirectory write(String file, String content) throws IOException {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    GitDirectory write(String file, byte[] content) throws IOException {
        Path at = path.resolve(file);
        Files.createDirectories(at.getParent());
        Files.write(at, content);
        return this;
    }

    GitDirectory commit(String message) throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return this;
    }

    byte[] index() throws IOException {
        return Files.readAllBytes(path.resolve(".git/index"));
    }

    /** Content by path of all files of a commit, by a checkout elsewhere; links as {@code -> target}. */
    Map<String, String> files(String commit, Path temporary) throws IOException, InterruptedException {
        Path index = Files.createTempFile(temporary, "index", "");
        Path tree = Files.createTempDirectory(temporary, "tree");
        Files.delete(index);
        git.ask(GitCommand.in(path, "read-tree", commit).with("GIT_INDEX_FILE", index.toString()));
        git.ask(GitCommand.in(path, "checkout-index", "-a", "--prefix=" + tree + "/")
                .with("GIT_INDEX_FILE", index.toString()));
        return files(tree);
    }

    /** The same of a directory, without its repository. */
    static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (var walk = Files.walk(root)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                String name = root.relativize(file).toString();
                if (name.equals(".git")
                        || name.startsWith(".git/")
                        || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                files.put(
                        name,
                        Files.isSymbolicLink(file)
                                ? "-> " + Files.readSymbolicLink(file)
                                : (Files.isExecutable(file) ? "x " : "")
                                        + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    void fsck() throws IOException, InterruptedException {
        git("fsck", "--strict", "--no-dangling");
    }
}
