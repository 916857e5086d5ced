package dev.herald.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandParserTest {
    private final CommandParser parser = new CommandParser(SessionSettings.DEFAULT);

    @Test
    void readsEveryMessageOfTheTable() {
        assertThat(parser.parse("""
                        {"type":"subscribe","event_types":["commit","auto_commit"],"project_id":"x","rooms":["global"],
                         "last_event_id":"1-0","conflate":true}"""))
                .isEqualTo(new Command.Subscribe(
                        new Wish(List.of("commit", "auto_commit"), "x", List.of("global"), "1-0", true)));
        assertThat(parser.parse("{\"type\":\"unsubscribe\",\"event_types\":[\"commit\"]}"))
                .isEqualTo(new Command.Unsubscribe(List.of("commit")));
        assertThat(parser.parse("{\"type\":\"unsubscribe\"}")).isEqualTo(new Command.Unsubscribe(List.of()));
        assertThat(parser.parse("{\"type\":\"ping\"}")).isEqualTo(new Command.Ping());
        assertThat(parser.parse("{\"last_event_id\":\"1-0\",\"type\":\"reconnect\"}"))
                .isEqualTo(new Command.Reconnect("1-0"));
        assertThat(parser.parse("{\"type\":\"get_stats\"}")).isEqualTo(new Command.Statistics());
        assertThat(parser.parse("{\"type\":\"authenticate\",\"token\":\"t\"}"))
                .isEqualTo(new Command.Authenticate("t"));
    }

    @Test
    void nullMeansAbsent() {
        assertThat(parser.parse("""
                        {"type":"subscribe","event_types":null,"project_id":null,"rooms":null,"last_event_id":null,"conflate":null}"""))
                .isEqualTo(new Command.Subscribe(new Wish(List.of(), null, List.of(), null, false)));
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        assertThat(parser.parse("{\"x\":{\"type\":[1,{}]},\"type\":\"ping\",\"y\":1e400}"))
                .isEqualTo(new Command.Ping());
    }

    @Test
    void refusesWhatIsMalformed() {
        for (String json : List.of(
                "",
                " ",
                "null",
                "[]",
                "\"ping\"",
                "ping",
                "{",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}}",
                "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                "{\"type\":\"ping\",}",
                "{'type':'ping'}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":\"\u0001\"}",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":\"shout\"}",
                "{\"type\":\"subscribe\",\"event_types\":\"commit\"}",
                "{\"type\":\"subscribe\",\"event_types\":[1]}",
                "{\"type\":\"subscribe\",\"event_types\":[null]}",
                "{\"type\":\"subscribe\",\"rooms\":{}}",
                "{\"type\":\"subscribe\",\"project_id\":1}",
                "{\"type\":\"subscribe\",\"conflate\":\"true\"}")) {
            assertThat(parser.parse(json))
                    .as(json)
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }

    @Test
    void anEventIdThatIsNoTextIsAnInvalidEventId() {
        assertThat(parser.parse("{\"type\":\"reconnect\",\"last_event_id\":17}"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_EVENT_ID));
    }

    @Test
    void nestsToTheLimitAndNoDeeper() {
        assertThat(parser.parse(nested(CommandParser.NESTING_MAX - 1))).isEqualTo(new Command.Ping());
        assertThat(parser.parse(nested(CommandParser.NESTING_MAX))).isInstanceOf(Refusal.class);
        assertThat(parser.parse(nested(100_000))).isInstanceOf(Refusal.class);
    }

    @Test
    void aListEndsWhereASubscriptionMayHaveNoMore() {
        String rooms =
                ",\"project:a\"".repeat(SessionSettings.DEFAULT.roomsMax()).substring(1);
        assertThat(parser.parse("{\"type\":\"subscribe\",\"rooms\":[" + rooms + "]}"))
                .isInstanceOf(Command.Subscribe.class);
        refused("{\"type\":\"subscribe\",\"rooms\":[" + rooms + ",\"global\"]}", ErrorCode.INVALID_ROOM);
        String types =
                ",\"commit\"".repeat(SessionSettings.DEFAULT.eventTypesMax()).substring(1);
        assertThat(parser.parse("{\"type\":\"subscribe\",\"event_types\":[" + types + "]}"))
                .isInstanceOf(Command.Subscribe.class);
        refused("{\"type\":\"subscribe\",\"event_types\":[" + types + ",\"commit\"]}", ErrorCode.BAD_REQUEST);
        refused("{\"type\":\"unsubscribe\",\"event_types\":[" + types + ",\"commit\"]}", ErrorCode.BAD_REQUEST);
    }

    @Test
    void fieldsThatNobodyKnowsHoldSoMuchAndNoMore() {
        String some = "{\"x\":[1" + ",1".repeat(CommandParser.SKIPPED_MAX - 3) + "],\"type\":\"ping\"}";
        assertThat(parser.parse(some)).isEqualTo(new Command.Ping());
        refused(some.replace("[1", "[1,1"), ErrorCode.BAD_REQUEST);
        StringBuilder fields = new StringBuilder("{\"type\":\"ping\"");
        for (int i = 0; i < CommandParser.SKIPPED_MAX; i++) {
            fields.append(",\"f").append(i).append("\":0");
        }
        assertThat(parser.parse(fields + "}")).isEqualTo(new Command.Ping());
        refused(fields + ",\"last\":0}", ErrorCode.BAD_REQUEST);
    }

    /** A parser that reads on to the end of a mebibyte costs many times as much as one that stops where it may. */
    @Test
    void whatIsRefusedForItsSizeCostsLittle() {
        int bytes = 1 << 20;
        String plain = "{\"type\":\"ping\",\"x\":\"" + "y".repeat(bytes) + "\"}";
        long allowed = 10 * cpuNanos(plain);
        for (String hostile : List.of(
                "{\"type\":\"subscribe\",\"rooms\":[\"global\"" + ",\"a:b\"".repeat(bytes / 6) + "]}",
                "{\"type\":\"subscribe\",\"event_types\":[\"commit\"" + ",\"a\"".repeat(bytes / 4) + "]}",
                "{\"x\":[0" + ",0".repeat(bytes / 2) + "],\"type\":\"ping\"}",
                "{\"x\":[{}" + ",{}".repeat(bytes / 3) + "],\"type\":\"ping\"}")) {
            assertThat(cpuNanos(hostile)).as(hostile.substring(0, 40)).isLessThan(allowed);
        }
    }

    /** The least of many tries, of this thread alone. */
    private long cpuNanos(String json) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long before = threads.getCurrentThreadCpuTime();
            parser.parse(json);
            least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
        }
        return least;
    }

    private void refused(String json, ErrorCode code) {
        assertThat(parser.parse(json))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void halfCharactersNeverReachAnAnswer() {
        Messages messages = new Messages(new dev.herald.loop.ManualLoop());
        Interests interests = new Interests(SessionSettings.DEFAULT);
        for (String json : List.of(
                "{\"type\":\"\\ud800\"}",
                "{\"\\ud800\":1,\"\\ud800\":2}",
                "{\"type\":\"subscribe\",\"event_types\":[\"\\ud800\"]}",
                "{\"type\":\"subscribe\",\"rooms\":[\"\\ud800\"]}",
                "{\"type\":\"subscribe\",\"last_event_id\":\"\\udc00\"}")) {
            Refusal refusal = switch (parser.parse(json)) {
                case Command.Subscribe(Wish wish) -> (Refusal) interests.resolve(wish, dev.herald.access.Grant.OPEN);
                case Command other -> (Refusal) other;
            };
            assertThat(messages.error(refusal)).as(json).isNotEmpty();
        }
    }

    private static String nested(int levels) {
        return "{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + ",\"type\":\"ping\"}";
    }
}
