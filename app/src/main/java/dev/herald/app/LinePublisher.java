package dev.herald.app;

import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ServerException;
import dev.herald.event.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the lines of an input, each an event, and tells what was refused. While a request is under way the input
 * piles up, so that a fast one goes in large requests and a slow one line by line. One thread.
 */
final class LinePublisher {
    static final int REQUEST_EVENTS_MAX = 1_000;
    private static final int REQUEST_BYTES_MAX = 4 * 1024 * 1024;

    private final Uplink uplink;
    private final PrintWriter err;
    private final Terminal terminal;
    /** Keys are this, a hyphen and the line's number: publishing the same input again adds nothing. */
    private final @Nullable String keyPrefix;

    private final List<Long> numbers = new ArrayList<>();
    private final List<Publication> waiting = new ArrayList<>();
    private long waitingBytes;
    private long kept;
    private long refused;
    private @Nullable Position newest;

    LinePublisher(Uplink uplink, PrintWriter err, Terminal terminal, @Nullable String keyPrefix) {
        this.uplink = uplink;
        this.err = err;
        this.terminal = terminal;
        this.keyPrefix = keyPrefix;
    }

    /**
     * Publishes all; returns whether all were kept.
     *
     * @throws CommandFailure when the server stays away; says from which line on nothing is known
     */
    boolean publish(EventLines lines) throws IOException, InterruptedException {
        for (Optional<EventLines.EventLine> next = lines.next(); next.isPresent(); next = lines.next()) {
            take(next.get());
            boolean isFull = waiting.size() >= REQUEST_EVENTS_MAX || waitingBytes >= REQUEST_BYTES_MAX;
            if (isFull || !lines.hasMoreAtHand()) {
                send();
            }
        }
        send();
        progress(true);
        return refused == 0;
    }

    private void take(EventLines.EventLine line) {
        if (line.isTooLong()) {
            refuse(line.number(), "longer than 1 MiB");
            return;
        }
        try {
            Publication publication = keyPrefix == null
                    ? Publication.ofJson(line.bytes())
                    : Publication.ofJson(line.bytes(), keyPrefix + "-" + line.number());
            numbers.add(line.number());
            waiting.add(publication);
            waitingBytes += publication.json().length;
        } catch (IllegalArgumentException noEvent) {
            refuse(line.number(), String.valueOf(noEvent.getMessage()));
        }
    }

    private void send() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            List<Outcome> outcomes = uplink.publish(List.copyOf(waiting));
            for (int i = 0; i < outcomes.size(); i++) {
                switch (outcomes.get(i)) {
                    case Outcome.Kept(Position position) -> {
                        kept++;
                        newest = position;
                    }
                    case Outcome.Refused(int status, String detail, var faults) ->
                        refuse(numbers.get(i), TypeNames.in(detail) + TokenAdvice.of(status));
                }
            }
        } catch (ServerException away) {
            progress(true);
            String from = "from line " + numbers.getFirst() + " on nothing is ";
            if (away.isLasting()) {
                throw ServerOption.ended(from + "published: ", away);
            }
            throw CommandFailure.failed(from + "known: " + ServerOption.trouble(away)
                    + (keyPrefix == null
                            ? ""
                            : ". The same command again adds only what is missing, thanks to --idempotency"));
        }
        numbers.clear();
        waiting.clear();
        waitingBytes = 0;
        progress(false);
    }

    private void refuse(long line, String detail) {
        refused++;
        clear();
        err.println("herald: line " + line + ": refused: " + Called.current().in(Line.plain(detail)));
        err.flush();
    }

    /** While it goes on, a line that rewrites itself, for somebody who looks; in the end, a line for everybody. */
    private void progress(boolean isEnd) {
        String figures = String.format(Locale.ROOT, "%,d published, %,d refused", kept, refused);
        if (isEnd) {
            clear();
            err.println("herald: " + figures + (newest == null ? "" : "; the last is " + newest));
        } else if (terminal.isInteractive()) {
            err.print("\r" + figures);
        }
        err.flush();
    }

    private void clear() {
        if (terminal.isInteractive()) {
            err.print("\r\u001b[K");
        }
    }
}
