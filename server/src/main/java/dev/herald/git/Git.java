package dev.herald.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the git program. Its messages are in English, it asks on no terminal for a password, takes no lock only to
 * refresh an index, and looks at the repository of its directory and at no other. Unless the command says otherwise, it
 * runs no hooks and speaks to no other machine. Any thread; blocks.
 */
public final class Git {
    private static final int CHUNK_BYTES = 64 << 10;

    /**
     * Settings of our own, stronger than any. The first are so that answers read the same everywhere; the others so that
     * looking at a repository starts no program that its settings name.
     */
    private static final List<String> SETTINGS = List.of(
            "core.quotePath=false",
            "color.ui=false",
            "advice.detachedHead=false",
            "core.pager=cat",
            "core.fsmonitor=false",
            "log.showSignature=false");

    private static final String NO_HOOKS = "core.hooksPath=/dev/null";

    private final String program;
    private final Map<String, String> environment;

    private Git(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = environment;
    }

    /** The git in the path, with what of this environment does no harm. */
    public static Git of(Map<String, String> environment) {
        return of("git", environment);
    }

    static Git of(String program, Map<String, String> environment) {
        return new Git(program, GitEnvironment.of(environment));
    }

    /**
     * Runs it and keeps what it writes.
     *
     * @throws InterruptedException when the caller is; the process and its children are ended before
     */
    public GitResult run(GitCommand command) throws InterruptedException {
        Collected collected = new Collected(command.bytesMax());
        GitResult result = run(command, collected);
        if (collected.isTooLarge) {
            return new GitResult.Stopped(
                    GitResult.Reason.TOO_LARGE, command + " wrote more than " + command.bytesMax() + " bytes");
        }
        return switch (result) {
            case GitResult.Done done -> new GitResult.Done(collected.bytes.toByteArray(), done.messages());
            case GitResult.Failed failed ->
                new GitResult.Failed(failed.status(), collected.bytes.toByteArray(), failed.messages());
            case GitResult.Stopped stopped -> stopped;
        };
    }

    /** The same, where it must succeed. */
    public GitResult.Done ask(GitCommand command) throws IOException, InterruptedException {
        return run(command).orThrow(command);
    }

    /**
     * Runs it and hands on what it writes while it does; the result holds no output. A reader that fails or returns
     * early ends the process.
     */
    public GitResult run(GitCommand command, GitReader reader) throws InterruptedException {
        try (GitCall call = begin(command, reader, true)) {
            return call.finish(command.input());
        } catch (GitException e) {
            return new GitResult.Stopped(GitResult.Reason.NOT_STARTED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Starts it, to be given its input later: the command's own is not used, and what it writes is not kept.
     *
     * @throws GitException when there is no git program, or the directory is gone
     */
    public GitCall begin(GitCommand command) throws GitException {
        return begin(command, output -> output.transferTo(OutputStream.nullOutputStream()), false);
    }

    private GitCall begin(GitCommand command, GitReader reader, boolean isNeeded) throws GitException {
        try {
            return new GitCall(start(command), command, reader, isNeeded);
        } catch (IOException e) {
            throw new GitException("cannot run " + program + " in " + command.directory() + ": " + e);
        }
    }

    private Process start(GitCommand command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(program);
        SETTINGS.forEach(setting -> line.addAll(List.of("-c", setting)));
        if (command.manner() != GitCommand.Manner.AS_USER) {
            line.addAll(List.of("-c", NO_HOOKS));
        }
        line.addAll(command.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (command.manner() != GitCommand.Manner.AS_USER) {
            builder.environment().put("GIT_LITERAL_PATHSPECS", "1");
        }
        if (command.manner() == GitCommand.Manner.QUIET) {
            builder.environment().put("GIT_NO_LAZY_FETCH", "1");
            // For versions of git that do not know that: a fetch starts, and may speak to nobody.
            builder.environment().put("GIT_ALLOW_PROTOCOL", "none");
        }
        builder.environment().putAll(command.environment());
        return builder.start();
    }

    /** Output up to a limit; stops reading beyond it, which ends git. */
    private static final class Collected implements GitReader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final long bytesMax;
        private volatile boolean isTooLarge;

        Collected(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public void read(InputStream output) throws IOException {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                if (bytes.size() + read > bytesMax) {
                    isTooLarge = true;
                    return;
                }
                bytes.write(chunk, 0, read);
            }
        }
    }
}
