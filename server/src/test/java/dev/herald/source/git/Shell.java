package dev.herald.source.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory and the real git in it, which knows nothing of this machine's settings. */
record Shell(Path directory) {
    /** A repository with one commit on {@code main}. */
    static Shell repository(Path directory) throws Exception {
        Shell shell = empty(directory);
        shell.commit("a", "first");
        return shell;
    }

    /** A repository whose branch {@code main} is unborn. */
    static Shell empty(Path directory) throws Exception {
        Files.createDirectories(directory);
        Shell shell = new Shell(directory);
        shell.run("git init -q -b main . && git config user.name Ada && git config user.email ada@example.org"
                + " && git config commit.gpgsign false");
        return shell;
    }

    /** Runs a script and expects it to succeed; what it printed, without white space around. */
    String run(String script) throws Exception {
        Result result = attempt(script);
        assertThat(result.status).as(script + "\n" + result.output).isZero();
        return result.output.strip();
    }

    record Result(int status, String output) {}

    Result attempt(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", "/nonexistent");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_EDITOR", "true");
        builder.environment().put("GIT_ALLOW_PROTOCOL", "file");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    Path write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    void append(String path, String text) throws IOException {
        Files.writeString(directory.resolve(path), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Adds a line to a file and commits it; the commit's hash. */
    String commit(String path, String message) throws Exception {
        Files.createDirectories(directory.resolve(path).getParent());
        append(path, message + "\n");
        return run("git add -A . && git commit -q -m '" + message + "' && git rev-parse HEAD");
    }

    String hash(String name) throws Exception {
        return run("git rev-parse " + name);
    }

    Shell in(String path) {
        return new Shell(directory.resolve(path));
    }
}
