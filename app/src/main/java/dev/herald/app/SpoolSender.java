package dev.herald.app;

import dev.herald.client.Backoff;
import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ServerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sends what is in the spool, in order, and goes on trying while the server is away. What the server will never take is
 * told and left out; anything else is tried again. What answers and is no Herald server ends it, if nothing has been sent
 * before: later the same may be a server that is being replaced behind its proxy. Owns one thread.
 */
final class SpoolSender {
    static final int REQUEST_EVENTS_MAX = 500;

    /** How it waits before it tries again: {@code Thread::sleep}, or a test's. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Spool spool;
    private final Uplink uplink;
    private final PrintWriter err;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Pause pause;
    private int failures;
    private boolean hasSent;

    SpoolSender(Spool spool, Uplink uplink, PrintWriter err, Backoff backoff, RandomGenerator random, Pause pause) {
        this.spool = spool;
        this.uplink = uplink;
        this.err = err;
        this.backoff = backoff;
        this.random = random;
        this.pause = pause;
    }

    /**
     * Sends until the spool is closed or the thread is interrupted.
     *
     * @throws ServerException where there is no Herald server; all that waits is still in the spool
     * @throws IOException where the spool cannot be read
     */
    void run() throws IOException {
        try {
            for (Optional<Spool.Waiting> next = spool.oldest(REQUEST_EVENTS_MAX);
                    next.isPresent();
                    next = spool.oldest(REQUEST_EVENTS_MAX)) {
                send(next.get());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Spool.Waiting waiting) throws IOException, InterruptedException {
        List<Publication> publications = publications(waiting.lines());
        if (publications.isEmpty()) {
            spool.sent(waiting);
            return;
        }
        while (true) {
            try {
                Optional<String> trouble = tell(uplink.publish(publications));
                if (trouble.isEmpty()) {
                    onSent();
                    spool.sent(waiting);
                    return;
                }
                waitAfter(trouble.get());
            } catch (ServerException away) {
                if (away.isLasting() && !hasSent) {
                    throw away;
                }
                waitAfter(String.valueOf(away.getMessage()));
            }
        }
    }

    /** Lines of earlier versions have no checksum: one that is no event any more is told, and left out. */
    private List<Publication> publications(List<byte[]> lines) {
        List<Publication> publications = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            try {
                publications.add(Publication.ofJson(line));
            } catch (IllegalArgumentException noEvent) {
                say("a change that waited in the spool is damaged and is left out: "
                        + Line.plain(noEvent.getMessage() + ""));
            }
        }
        return publications;
    }

    /** Tells what will never be taken; what else was refused is a reason to try all again, empty when there is none. */
    private Optional<String> tell(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused refused && !isForGood(refused)) {
                return Optional.of(refused.detail() + TokenAdvice.of(refused.status()));
            }
        }
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused refused) {
                say("the server refused a change, which is left out: " + Line.plain(refused.detail()));
            }
        }
        return Optional.empty();
    }

    /** Malformed, too large, invalid: the event is at fault. Any other status speaks of the server or of access. */
    private static boolean isForGood(Outcome.Refused refused) {
        return refused.status() == 400 || refused.status() == 413 || refused.status() == 422;
    }

    private void onSent() {
        if (failures > 0) {
            say("the server is back");
        }
        failures = 0;
        hasSent = true;
    }

    private void waitAfter(String reason) throws InterruptedException {
        if (failures == 0) {
            say("cannot reach the server, changes are kept in the spool: " + Line.plain(reason));
        }
        pause.sleep(backoff.before(failures, random));
        failures++;
    }

    private void say(String what) {
        err.println("herald: " + Called.current().in(what));
        err.flush();
    }
}
