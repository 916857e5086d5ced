package dev.herald.app;

import dev.herald.app.Terminal.Colour;
import dev.herald.client.ConnectionState;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.Subscriber;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Writes what a subscription hears: events to the output, how the connection is doing to the other one. Runs on the
 * subscription's thread, which it holds up while the terminal does: the server waits.
 */
final class EventPrinter implements Subscriber {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int TYPE_WIDTH = 18;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final ZoneId zone;
    private final boolean isJson;
    private final boolean hasToken;
    /** Ends the command: enough was printed, or nobody reads any more. */
    private final Runnable end;

    private final AtomicLong left;
    private boolean wasConnected;
    private boolean wasRefused;
    private volatile int status = ExitCode.OK;
    private volatile @Nullable UncheckedIOException failure;

    /**
     * @param hasToken whether one is shown to the server
     * @param countMax how many events to print before the end
     */
    EventPrinter(
            PrintWriter out,
            PrintWriter err,
            Terminal terminal,
            ZoneId zone,
            boolean isJson,
            boolean hasToken,
            long countMax,
            Runnable end) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.zone = zone;
        this.isJson = isJson;
        this.hasToken = hasToken;
        this.left = new AtomicLong(countMax);
        this.end = end;
    }

    @Override
    public void onEvent(ReceivedEvent event) {
        if (left.getAndDecrement() <= 0) {
            return;
        }
        print(isJson ? Line.json(event.json()) : line(event));
        if (left.get() == 0 && failure == null) {
            end.run();
        }
    }

    private void print(String line) {
        try {
            out.println(line);
        } catch (UncheckedIOException nobodyReads) {
            failure = nobodyReads;
            left.set(0);
            end.run();
        }
    }

    @Override
    public void onGap(Position requested, Position oldestAvailable) {
        print(
                isJson
                        ? "{\"type\":\"gap\",\"requested\":\"" + requested + "\",\"oldest_available\":\""
                                + oldestAvailable + "\"}"
                        : terminal.in(
                                Colour.RED,
                                "--- gap: the log no longer has what came after " + requested + "; it goes on at "
                                        + oldestAvailable + " ---"));
    }

    @Override
    public void onState(ConnectionState state) {
        switch (state) {
            case ConnectionState.Connecting() -> {
                // Said when it is known how it went.
            }
            case ConnectionState.Subscribed(ConnectionState.Transport transport) -> {
                say((wasConnected ? "connected again" : "connected") + " (" + name(transport) + ")");
                wasConnected = true;
            }
            case ConnectionState.Waiting(String reason, Duration delay) -> {
                String advice = wasConnected || wasRefused ? "" : ServerOption.advice(reason);
                say((wasConnected ? "connection lost: " : "cannot connect: ") + Line.plain(reason) + "; again in "
                        + seconds(delay) + advice);
                wasRefused = true;
            }
            case ConnectionState.Failed(String reason, ConnectionState.Why why) -> {
                say(TokenAdvice.ended(why, Line.plain(reason), hasToken));
                status = why == ConnectionState.Why.NOT_HERALD ? ExitCode.USAGE : ExitCode.SOFTWARE;
                end.run();
            }
            case ConnectionState.Closed() -> end.run();
        }
    }

    /** Throws what kept an event from being printed, if something did. Any thread. */
    void rethrow() {
        UncheckedIOException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** What the command ends with: the server refused, or is none. Any thread. */
    int status() {
        return status;
    }

    private String line(ReceivedEvent event) {
        ProjectId id = event.project();
        String project = id == null ? "-" : id.value();
        return terminal.in(Colour.DIM, time(event.isoTimestamp())) + "  " + project + "  "
                + terminal.in(colour(event.type()), padded(Line.plain(event.type()))) + "  "
                + Summary.of(event.type(), event.data());
    }

    private String time(String isoTimestamp) {
        try {
            return TIME.format(Instant.parse(isoTimestamp).atZone(zone));
        } catch (DateTimeException notATime) {
            return Line.plain(isoTimestamp);
        }
    }

    private static String padded(String type) {
        return type + " ".repeat(Math.max(0, TYPE_WIDTH - type.length()));
    }

    private static Colour colour(String type) {
        int end = type.indexOf('.') > 0 ? type.indexOf('.') : type.length();
        return switch (type.substring(0, end)) {
            case "file_change" -> Colour.GREEN;
            case "commit", "auto_commit", "auto_commit_start", "auto_commit_result" -> Colour.YELLOW;
            case "risk_alert", "auto_commit_error" -> Colour.RED;
            case "pr", "issue", "task_update" -> Colour.BLUE;
            case "workflow", "agent" -> Colour.MAGENTA;
            default -> Colour.CYAN;
        };
    }

    private static String name(ConnectionState.Transport transport) {
        return switch (transport) {
            case WEB_SOCKET -> "WebSocket";
            case SERVER_SENT_EVENTS -> "Server-Sent Events";
        };
    }

    private static String seconds(Duration delay) {
        return String.format(java.util.Locale.ROOT, "%.1f s", delay.toMillis() / 1000.0);
    }

    private void say(String what) {
        err.println("herald: " + Called.current().in(what));
        err.flush();
    }
}
