package dev.herald.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A git that has been started and waits for its input, so that what is left to do is short. One thread uses it; blocks.
 * Closed without having been finished it reads an empty input and then is ended.
 */
public final class GitCall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GitCall.class);
    private static final int MESSAGE_BYTES_MAX = 64 << 10;
    private static final int CHUNK_BYTES = 64 << 10;
    /** What a process that was asked to end gets until it is made to: git removes its locks in that time. */
    private static final Duration END = Duration.ofSeconds(5);

    private final Process process;
    private final GitCommand command;
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final Thread messenger;
    private final Thread reading;
    private final boolean isOutputNeeded;
    private boolean isFinished;

    /** @param isOutputNeeded whether an answer of which a part is missing is none */
    GitCall(Process process, GitCommand command, GitReader reader, boolean isOutputNeeded) {
        this.process = process;
        this.command = command;
        this.isOutputNeeded = isOutputNeeded;
        this.messenger = Thread.startVirtualThread(this::keepMessages);
        this.reading = Thread.startVirtualThread(() -> {
            try (InputStream output = process.getInputStream()) {
                reader.read(output);
            } catch (IOException e) {
                failure.set(e);
            }
        });
    }

    /**
     * Gives it its input and waits for its end, within the command's timeout. Once.
     *
     * @throws InterruptedException when the caller is; the process and its children are ended before
     */
    public GitResult finish(byte[] input) throws InterruptedException {
        isFinished = true;
        long began = System.nanoTime();
        Thread writer = Thread.startVirtualThread(() -> write(input));
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                end();
                return tooLong();
            }
            Duration left = command.timeout().minusNanos(System.nanoTime() - began);
            boolean isRead = reading.join(isOutputNeeded && left.compareTo(END) > 0 ? left : END);
            if (!isRead && isOutputNeeded) {
                // Git has ended, but its answer has not: a part of it must not be taken for the whole.
                return tooLong();
            }
            // A hook may leave a child that holds these open; what git itself told is there by now.
            writer.join(END);
            messenger.join(END);
        } catch (InterruptedException e) {
            end();
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

    private GitResult tooLong() {
        return new GitResult.Stopped(
                GitResult.Reason.TIMED_OUT,
                command + " took longer than " + command.timeout().toSeconds() + " s");
    }

    @Override
    public void close() {
        if (!isFinished) {
            isFinished = true;
            write(new byte[0]);
            end();
        }
    }

    private void write(byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            // It did not want to hear all of it; its status tells whether that was well.
            LOG.debug("git closed its input", e);
        }
    }

    private void keepMessages() {
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

    private void end() {
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
        try {
            // Until it has ended, what it was about to change may change yet.
            if (!isInterrupted && !process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("git cannot be killed: the system holds it, as it does for a disk that does not answer");
            }
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
