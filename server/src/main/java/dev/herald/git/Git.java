package dev.herald.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the git program. Its messages are in English, it asks nobody for a password, takes no lock only to refresh an
 * index, and looks at the repository of its directory and at no other. Any thread; blocks.
 */
public final class Git {
    private static final Logger LOG = LoggerFactory.getLogger(Git.class);
    private static final int MESSAGE_BYTES_MAX = 64 << 10;
    private static final int CHUNK_BYTES = 64 << 10;
    /** What a process that was asked to end gets until it is made to: git removes its locks in that time. */
    private static final Duration END = Duration.ofSeconds(5);

    /** Where to find and how to show things is for the caller to say, not for whoever started the server. */
    private static final Set<String> DROPPED = Set.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_COMMON_DIR",
            "GIT_INDEX_FILE",
            "GIT_INDEX_VERSION",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_NAMESPACE",
            "GIT_PREFIX",
            "GIT_REFLOG_ACTION",
            "GIT_CONFIG_PARAMETERS",
            "GIT_CONFIG_COUNT",
            "GIT_EXTERNAL_DIFF",
            "GIT_DIFF_OPTS",
            "GIT_GLOB_PATHSPECS",
            "GIT_NOGLOB_PATHSPECS",
            "GIT_ICASE_PATHSPECS",
            "GIT_LITERAL_PATHSPECS",
            "GIT_QUARANTINE_PATH");

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
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet().removeIf(name -> DROPPED.contains(name) || name.startsWith("GIT_TRACE"));
        kept.put("GIT_OPTIONAL_LOCKS", "0");
        kept.put("GIT_TERMINAL_PROMPT", "0");
        kept.put("GIT_PAGER", "cat");
        kept.put("GIT_EDITOR", "false");
        // Else ssh would ask on the terminal that the server was started from.
        kept.put("SSH_ASKPASS", "false");
        kept.put("SSH_ASKPASS_REQUIRE", "force");
        kept.put("LC_ALL", "C");
        return new Git(program, Map.copyOf(kept));
    }

    /** Takes what git writes. Blocks as long as it likes, within the command's timeout. */
    @FunctionalInterface
    public interface Reader {
        void read(InputStream output) throws IOException;
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
    public GitResult run(GitCommand command, Reader reader) throws InterruptedException {
        Process process;
        try {
            process = start(command);
        } catch (IOException e) {
            return new GitResult.Stopped(
                    GitResult.Reason.NOT_STARTED, "cannot run " + program + " in " + command.directory() + ": " + e);
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        AtomicReference<IOException> failure = new AtomicReference<>();
        List<Thread> threads = List.of(
                Thread.startVirtualThread(() -> write(process, command.input())),
                Thread.startVirtualThread(() -> keepMessages(process, messages)),
                Thread.startVirtualThread(() -> {
                    try (InputStream output = process.getInputStream()) {
                        reader.read(output);
                    } catch (IOException e) {
                        failure.set(e);
                    }
                }));
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                return new GitResult.Stopped(
                        GitResult.Reason.TIMED_OUT,
                        command + " took longer than " + command.timeout().toSeconds() + " s");
            }
            // A hook may leave a child that holds the pipes open: what git itself wrote is there by now.
            for (Thread thread : threads) {
                thread.join(END);
            }
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
        int status = process.exitValue();
        String text;
        synchronized (messages) {
            text = messages.toString(StandardCharsets.UTF_8);
        }
        if (status == 0 && failure.get() != null) {
            return new GitResult.Failed(status, new byte[0], "cannot read its output: " + failure.get());
        }
        return status == 0 ? new GitResult.Done(new byte[0], text) : new GitResult.Failed(status, new byte[0], text);
    }

    private Process start(GitCommand command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(program);
        line.addAll(List.of("-c", "core.quotePath=false", "-c", "color.ui=false", "-c", "advice.detachedHead=false"));
        line.addAll(command.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (command.arePathsLiteral()) {
            builder.environment().put("GIT_LITERAL_PATHSPECS", "1");
        }
        builder.environment().putAll(command.environment());
        return builder.start();
    }

    private static void write(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It did not want to hear all of it; its status tells whether that was well.
            LOG.debug("git closed its input", e);
        }
    }

    private static void keepMessages(Process process, ByteArrayOutputStream messages) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream err = process.getErrorStream()) {
            for (int read = err.read(chunk); read >= 0; read = err.read(chunk)) {
                synchronized (messages) {
                    messages.write(chunk, 0, Math.min(read, MESSAGE_BYTES_MAX - messages.size()));
                }
            }
        } catch (IOException e) {
            LOG.debug("git's messages end early", e);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        boolean isInterrupted = false;
        try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("git does not end when asked to: it is killed");
            }
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        all.forEach(ProcessHandle::destroyForcibly);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Output up to a limit; stops reading beyond it, which ends git. */
    private static final class Collected implements Reader {
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
