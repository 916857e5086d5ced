package dev.herald.app;

import dev.herald.client.RetryListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says once that a request did not get through and is tried again: else a command would look as if it hung. Any thread. */
final class Patience implements RetryListener {
    private final PrintWriter err;
    private final Terminal terminal;
    private final AtomicBoolean isSaid = new AtomicBoolean();

    Patience(PrintWriter err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void onRetry(int attempt, int attemptsMax, Duration wait, String reason) {
        if (isSaid.getAndSet(true)) {
            return;
        }
        if (terminal.isInteractive()) {
            err.print("\r\u001b[K");
        }
        err.println("herald: not published yet: " + Line.plain(reason) + "; it is tried up to " + attemptsMax
                + " times, with growing pauses. Ctrl-C ends it");
        err.flush();
    }
}
