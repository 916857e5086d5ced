package dev.herald.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.client.ConnectionState;
import dev.herald.client.ReceivedEvent;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventPrinterTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger ends = new AtomicInteger();

    @Test
    void printsTimeProjectTypeAndWhatHappened() {
        printer(false, false, 9)
                .onEvent(event("file_change", "\"change_type\":\"modified\",\"file_path\":\"src/A b.java\""));

        assertThat(out.toString()).isEqualTo("10:40:00.123  p  file_change         modified src/A b.java\n");
    }

    @Test
    void coloursOnlyWhereTheyAreLiked() {
        printer(false, true, 9).onEvent(event("risk_alert", "\"severity\":\"high\""));
        assertThat(out.toString()).contains("\u001b[31mrisk_alert");
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "1")).isColoured()).isFalse();
        assertThat(Terminal.of(true, Map.of("TERM", "dumb")).isColoured()).isFalse();
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "")).isColoured()).isTrue();
        assertThat(Terminal.of(false, Map.of()).isColoured()).isFalse();
    }

    @Test
    void jsonIsTheEventAsItCame() {
        ReceivedEvent event = event("custom.a", "\"x\":1.50");
        printer(true, true, 9).onEvent(event);

        assertThat(out.toString()).isEqualTo(event.json() + "\n");
    }

    @Test
    void nothingThatAnEventSaysCommandsTheTerminal() {
        printer(false, false, 9)
                .onEvent(event("file_change", "\"change_type\":\"created\",\"file_path\":\"a\\n\\u001b[2Jb\\u202ec\""));

        assertThat(out.toString())
                .endsWith("created a\\n\\u{1b}[2Jb\\u{202e}c\n")
                .hasLineCount(1);
    }

    @Test
    void jsonStaysTheSameValueAndCommandsNothing() throws Exception {
        ReceivedEvent event =
                event("custom.a", "\"x\":\"a\u009b2J\u202eb\u007fc\\n\\u0041 \ud83d\ude00 \udb40\udc01\"");
        printer(true, false, 9).onEvent(event);

        assertThat(out.toString())
                .contains("a\\u009b2J\\u202eb\\u007fc\\n\\u0041 \ud83d\ude00 \\udb40\\udc01")
                .hasLineCount(1);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(out.toString())).isEqualTo(json.readTree(event.json()));
    }

    @Test
    void endsWhenNobodyReads() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        EventPrinter printer = new EventPrinter(
                new StandardOutput(new PrintStream(closed)).lines(StandardCharsets.UTF_8),
                new PrintWriter(err, true),
                new Terminal(false, false),
                ZoneOffset.UTC,
                true,
                false,
                9,
                ends::incrementAndGet);
        printer.onEvent(event("custom.a", "\"x\":1"));
        printer.onEvent(event("custom.a", "\"x\":2"));

        assertThat(ends).hasValue(1);
        assertThatThrownBy(printer::rethrow)
                .cause()
                .isInstanceOfSatisfying(
                        OutputException.class, output -> assertThat(output).hasMessageContaining("output"));
    }

    @Test
    void withoutATokenItSaysWhatToDo() {
        printer(false, false, 9).onState(new ConnectionState.Failed("401", ConnectionState.Why.TOKEN_REFUSED));

        assertThat(err.toString())
                .isEqualTo("herald: the server wants a token: give one with --token-file FILE or HERALD_TOKEN;"
                        + " \"herald token\" makes one where the server's key is\n");
    }

    @Test
    void gapIsShown() {
        printer(false, false, 9).onGap(Position.of(5, 0), Position.of(9, 1));
        printer(true, false, 9).onGap(Position.of(5, 0), Position.of(9, 1));

        assertThat(out.toString().lines())
                .containsExactly(
                        "--- gap: the log no longer has what came after 5-0; it goes on at 9-1 ---",
                        "{\"type\":\"gap\",\"requested\":\"5-0\",\"oldest_available\":\"9-1\"}");
    }

    @Test
    void endsAfterSoManyEvents() {
        EventPrinter printer = printer(true, false, 2);
        for (int i = 0; i < 4; i++) {
            printer.onEvent(event("custom.a", "\"i\":" + i));
        }

        assertThat(out.toString()).hasLineCount(2);
        assertThat(ends).hasValue(1);
    }

    @Test
    void connectionIsTalkedAboutOnTheOtherOutput() {
        EventPrinter printer = printer(false, false, 9);
        printer.onState(new ConnectionState.Connecting());
        printer.onState(new ConnectionState.Waiting("nothing answers", Duration.ofMillis(1500)));
        printer.onState(new ConnectionState.Subscribed(ConnectionState.Transport.WEB_SOCKET));
        printer.onState(new ConnectionState.Waiting("gone", Duration.ofMillis(250)));
        printer.onState(new ConnectionState.Subscribed(ConnectionState.Transport.SERVER_SENT_EVENTS));

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "herald: cannot connect: nothing answers; again in 1.5 s. " + ServerOption.ADVICE,
                        "herald: connected (WebSocket)",
                        "herald: connection lost: gone; again in 0.3 s",
                        "herald: connected again (Server-Sent Events)");
        assertThat(printer.status()).isZero();
    }

    @Test
    void refusalEndsIt() {
        EventPrinter printer = printer(false, false, 9);
        printer.onState(new ConnectionState.Failed("unknown type", ConnectionState.Why.REFUSED));

        assertThat(printer.status()).isEqualTo(1);
        assertThat(ends).hasValue(1);
    }

    private EventPrinter printer(boolean isJson, boolean isColoured, long count) {
        return new EventPrinter(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new Terminal(isColoured, isColoured),
                ZoneOffset.UTC,
                isJson,
                false,
                count,
                ends::incrementAndGet);
    }

    private static ReceivedEvent event(String type, String members) {
        String time = "2026-11-20T10:40:00.123Z";
        String json = "{\"event_id\":\"7-0\",\"type\":\"" + type
                + "\",\"project_id\":\"p\",\"source\":\"s\",\"timestamp\":1,\"iso_timestamp\":\"" + time
                + "\",\"data\":{"
                + members + "}}";
        return new ReceivedEvent(Position.of(7, 0), type, new ProjectId("p"), "s", time, json);
    }
}
