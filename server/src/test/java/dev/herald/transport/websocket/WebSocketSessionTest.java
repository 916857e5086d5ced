package dev.herald.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.KnownType;
import dev.herald.event.Position;
import dev.herald.journal.Drafts;
import dev.herald.journal.TrimRules;
import dev.herald.net.websocket.ClientFrames;
import dev.herald.session.CountedLimits;
import dev.herald.session.SessionSettings;
import dev.herald.session.SessionStage;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketSessionTest {
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\"}";
    private final SessionStage stage = new SessionStage(SessionSettings.DEFAULT);
    private final SessionChannel client = new SessionChannel(stage, false);

    @Test
    void theServerSpeaksFirst() {
        assertThat(client.texts())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"connection_established\",\"connection_id\":\"00000000-")
                .contains("\"timestamp\":\"2025-11-20T10:40:00.000Z\"")
                .contains("\"available_event_types\":[\"file_change\",\"commit\"")
                .contains("\"auto_commit\"]")
                .endsWith("\"supports_reconnection\":true,\"heartbeat_interval\":30,\"protocol_version\":\"1.0\"}");
    }

    @Test
    void nothingIsHeardBeforeTheFirstSubscribe() {
        client.texts();
        stage.file("a");
        assertThat(client.frames()).isEmpty();
    }

    @Test
    void whatIsPublishedIsHeardInOrder() {
        client.texts();
        client.say(SUBSCRIBE);
        assertThat(client.texts())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"subscription_confirmed\",\"event_types\":[\"file_change\"")
                .contains("\"project_id\":null,\"rooms\":[],\"last_event_id\":\""
                        + stage.journal.bounds().floor() + "\",\"recovered\":true,");
        Position a = stage.file("a");
        Position b = stage.file("b");
        List<String> events = client.texts();
        assertThat(events).hasSize(2);
        assertThat(events.get(0)).contains("\"event_id\":\"" + a + "\"", "\"file_path\":\"a\"");
        assertThat(events.get(1)).contains("\"event_id\":\"" + b + "\"");
    }

    @Test
    void theConfirmationNamesWhereTheClientCanResume() {
        Position a = stage.file("a");
        client.say(SUBSCRIBE);
        assertThat(client.texts().getLast()).contains("\"last_event_id\":\"" + a + "\",\"recovered\":true");
        client.say(
                "{\"type\":\"subscribe\",\"rooms\":[\"global\"],\"project_id\":\"x\",\"last_event_id\":\"" + a + "\"}");
        assertThat(client.texts())
                .singleElement()
                .asString()
                .contains("\"project_id\":\"x\",\"rooms\":[\"global\"],\"last_event_id\":\"" + a + "\"");
    }

    @Test
    void theBeginningOfTheLogIsConfirmedAsItWasAskedFor() {
        client.texts();
        client.say("{\"type\":\"subscribe\",\"last_event_id\":\"0-0\"}");
        assertThat(client.texts().getFirst()).contains("\"last_event_id\":\"0-0\",\"recovered\":true");
    }

    @Test
    void missedEventsComeAfterTheConfirmationAndBeforeLiveOnes() {
        Position a = stage.file("a");
        stage.file("b");
        stage.file("c");
        client.texts();
        client.say("{\"type\":\"subscribe\",\"last_event_id\":\"" + a + "\"}");
        stage.file("d");
        List<String> texts = client.texts();
        assertThat(texts).hasSize(4);
        assertThat(texts.get(0)).contains("subscription_confirmed");
        assertThat(texts.get(1)).contains("\"file_path\":\"b\"");
        assertThat(texts.get(2)).contains("\"file_path\":\"c\"");
        assertThat(texts.get(3)).contains("\"file_path\":\"d\"");
    }

    @Test
    void aGapIsToldBeforeWhatIsLeft() {
        Position a = stage.file("a");
        stage.file("b");
        Position c = stage.file("c");
        stage.journal.trim(new TrimRules(0, 1, Long.MAX_VALUE, c));
        client.texts();
        client.say("{\"type\":\"subscribe\",\"last_event_id\":\"" + a + "\"}");
        List<String> texts = client.texts();
        assertThat(texts.get(0)).contains("subscription_confirmed", "\"recovered\":false");
        assertThat(texts.get(1))
                .isEqualTo("{\"type\":\"gap\",\"requested\":\"" + a + "\",\"oldest_available\":\"" + c + "\"}");
        assertThat(texts.get(2)).contains("\"file_path\":\"c\"");
        assertThat(texts).hasSize(3);
    }

    @Test
    void anIdThatNamesNoEventOfTheLogIsAGapAlthoughItLiesInItsRange() {
        Position a = stage.file("a");
        stage.loop.advance(1_000);
        stage.file("b");
        Position restored = new Position(a.packed() + 1);
        client.texts();
        client.say("{\"type\":\"subscribe\",\"last_event_id\":\"" + restored + "\"}");
        List<String> texts = client.texts();
        assertThat(texts.get(0)).contains("subscription_confirmed", "\"recovered\":false");
        assertThat(texts.get(1))
                .isEqualTo("{\"type\":\"gap\",\"requested\":\"" + restored + "\",\"oldest_available\":\"" + a + "\"}");
        assertThat(texts.get(2)).contains("\"file_path\":\"b\"");
        assertThat(texts).hasSize(3);
    }

    @Test
    void aReconnectReplaysAndThenConfirms() {
        Position a = stage.file("a");
        stage.file("b");
        stage.file("c");
        client.texts();
        client.say("{\"type\":\"reconnect\",\"last_event_id\":\"" + a + "\"}");
        stage.file("d");
        List<String> texts = client.texts();
        assertThat(texts).hasSize(4);
        assertThat(texts.get(0)).contains("\"file_path\":\"b\"");
        assertThat(texts.get(1)).contains("\"file_path\":\"c\"");
        assertThat(texts.get(2))
                .startsWith("{\"type\":\"reconnect_confirmed\",\"last_event_id\":\"" + a
                        + "\",\"recovered\":true,\"replayed\":2,\"timestamp\":")
                .contains("\"connection_id\":");
        assertThat(texts.get(3)).contains("\"file_path\":\"d\"");
    }

    @Test
    void aReconnectWithNothingMissedIsConfirmedAtOnce() {
        Position a = stage.file("a");
        client.texts();
        client.say("{\"type\":\"reconnect\",\"last_event_id\":\"" + a + "\"}");
        assertThat(client.texts()).singleElement().asString().contains("\"replayed\":0");
    }

    @Test
    void aReconnectPastTheLogTellsTheGapFirst() {
        Position a = stage.file("a");
        stage.file("b");
        Position c = stage.file("c");
        stage.journal.trim(new TrimRules(0, 1, Long.MAX_VALUE, c));
        client.texts();
        client.say("{\"type\":\"reconnect\",\"last_event_id\":\"" + a + "\"}");
        List<String> texts = client.texts();
        assertThat(texts.get(0)).contains("\"type\":\"gap\"");
        assertThat(texts.get(1)).contains("\"file_path\":\"c\"");
        assertThat(texts.get(2)).contains("reconnect_confirmed", "\"recovered\":false", "\"replayed\":1");
    }

    @Test
    void subscribingReplacesWhatWasHeard() {
        client.say("{\"type\":\"subscribe\",\"event_types\":[\"commit\"]}");
        client.say("{\"type\":\"subscribe\",\"event_types\":[\"file_change\",\"nonsense\"]}");
        assertThat(client.texts().getLast())
                .contains("\"event_types\":[\"file_change\"]", "\"unknown_event_types\":[\"nonsense\"]");
        stage.append(Drafts.sized(10));
        stage.file("a");
        assertThat(client.texts()).singleElement().asString().contains("file_change");
    }

    @Test
    void aRefusedSubscribeChangesNothing() {
        client.say("{\"type\":\"subscribe\",\"event_types\":[\"file_change\"]}");
        client.texts();
        for (String refused : List.of(
                "{\"type\":\"subscribe\",\"event_types\":[\"nonsense\"]}",
                "{\"type\":\"subscribe\",\"last_event_id\":\"yesterday\"}",
                "{\"type\":\"subscribe\",\"rooms\":[\"kitchen\"]}",
                "{\"type\":\"subscribe\",\"project_id\":\"a/b\"}",
                "{\"type\":\"reconnect\"}",
                "{\"type\":\"unsubscribe\",\"event_types\":[\"nonsense\"]}",
                "{\"type\":\"authenticate\",\"token\":\"x\"}",
                "{\"type\":\"shout\"}",
                "shout")) {
            client.say(refused);
            assertThat(client.texts())
                    .as(refused)
                    .singleElement()
                    .asString()
                    .startsWith("{\"type\":\"error\",\"code\":\"")
                    .contains("\"message\":\"", "\"timestamp\":\"");
        }
        stage.file("a");
        assertThat(client.texts()).hasSize(1);
    }

    @Test
    void theAliasIsTheTypeThatItsSubscriberSees() {
        client.say("{\"type\":\"subscribe\",\"event_types\":[\"auto_commit\",\"commit\"]}");
        client.texts();
        stage.append(Drafts.of(KnownType.AUTO_COMMIT_RESULT, "demo", "\"event\":\"result\""));
        stage.append(Drafts.sized(3));
        List<String> texts = client.texts();
        assertThat(texts.get(0)).contains("\"type\":\"auto_commit\"", "\"event\":\"result\"");
        assertThat(texts.get(1)).contains("\"type\":\"commit\"");
    }

    @Test
    void unsubscribingLeavesTheRestOrNothing() {
        client.say("{\"type\":\"subscribe\",\"event_types\":[\"file_change\",\"commit\"]}");
        client.texts();
        client.say("{\"type\":\"unsubscribe\",\"event_types\":[\"commit\"]}");
        assertThat(client.texts().getFirst()).contains("\"event_types\":[\"file_change\"]");
        stage.append(Drafts.sized(3));
        stage.file("a");
        assertThat(client.texts()).hasSize(1);
        client.say("{\"type\":\"unsubscribe\"}");
        assertThat(client.texts().getFirst()).contains("\"event_types\":[]");
        stage.file("b");
        assertThat(client.texts()).isEmpty();
    }

    /** What others are told passes a quiet session by, and its position goes along. */
    @Test
    void signsOfLifeSayHowFarAQuietSessionWasSent() {
        client.say("{\"type\":\"subscribe\",\"rooms\":[\"user:ann\"]}");
        client.texts();
        Position others = stage.file("a");
        assertThat(client.texts()).isEmpty();
        client.say("{\"type\":\"ping\"}");
        assertThat(client.texts()).singleElement().asString().endsWith("\"last_event_id\":\"" + others + "\"}");
        Position later = stage.file("b");
        stage.loop.advance(31_000);
        assertThat(client.texts())
                .singleElement()
                .asString()
                .contains("heartbeat")
                .endsWith("\"last_event_id\":\"" + later + "\"}");
    }

    @Test
    void pingAndStatisticsAreAnswered() {
        client.texts();
        client.say("{\"type\":\"ping\"}");
        assertThat(client.texts().getFirst())
                .matches(
                        "\\{\"type\":\"pong\",\"timestamp\":\"[^\"]+Z\",\"connection_id\":\"[0-9a-f-]{36}\",\"last_event_id\":null}");
        client.say("{\"type\":\"get_stats\"}");
        assertThat(client.texts().getFirst())
                .startsWith("{\"type\":\"stats_response\",\"stats\":{\"websocket_connections\":1},\"timestamp\":\"");
    }

    @Test
    void heartbeatsComeWithAPing() {
        client.texts();
        stage.loop.advance(30_000);
        List<ClientFrames.Frame> frames = client.frames();
        assertThat(frames.get(0).opcode()).isEqualTo(ClientFrames.PING);
        assertThat(frames.get(1).text()).startsWith("{\"type\":\"heartbeat\",\"timestamp\":");
        assertThat(frames).hasSize(2);
    }

    @Test
    void silenceEndsTheSessionAndAPongDoesNot() {
        stage.loop.advance(299_000);
        client.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.PONG, new byte[0]));
        stage.loop.advance(299_000);
        assertThat(client.frames()).noneMatch(frame -> frame.opcode() == ClientFrames.CLOSE);
        stage.loop.advance(2_000);
        assertThat(client.frames().getLast().closeCode()).isEqualTo(1001);
        assertThat(client.channel().isOpen()).isTrue();
        stage.loop.advance(6_000);
        client.channel().runPendingTasks();
        assertThat(client.channel().isOpen()).isFalse();
        assertThat(client.open).hasValue(0);
        assertThat(stage.rules.open()).isZero();
        assertThat(stage.hub.statistics().connections()).isZero();
    }

    @Test
    void aClientThatDoesNotReadIsNotRead() {
        client.say(SUBSCRIBE);
        client.texts();
        client.writable(false);
        assertThat(client.channel().config().isAutoRead()).isFalse();
        stage.file("a");
        stage.file("b");
        assertThat(client.frames()).isEmpty();
        client.writable(true);
        assertThat(client.channel().config().isAutoRead()).isTrue();
        assertThat(client.texts()).hasSize(2);
    }

    @Test
    void aSlowClientIsNotIdleAndGetsItsHeartbeatLate() {
        client.texts();
        client.writable(false);
        stage.loop.advance(200_000);
        assertThat(client.frames()).isEmpty();
        client.writable(true);
        assertThat(client.frames()).hasSize(2);
        stage.loop.advance(200_000);
        assertThat(client.frames()).noneMatch(frame -> frame.opcode() == ClientFrames.CLOSE);
    }

    @Test
    void whileTheClientDoesNotReadItIsNotHeard() {
        client.texts();
        client.writable(false);
        for (int i = 0; i < 1_000; i++) {
            client.send(ClientFrames.frame(ClientFrames.FINAL | ClientFrames.PING, new byte[] {(byte) i}));
        }
        assertThat(client.frames()).isEmpty();
        client.writable(true);
        assertThat(client.frames())
                .hasSize(1_000)
                .last()
                .satisfies(pong -> assertThat(pong.payload()).containsExactly((byte) 999));
    }

    @Test
    void aMessageRateHasALimitWhereOneIsSet() {
        CountedLimits buckets = new CountedLimits(10);
        SessionStage limited = new SessionStage(SessionSettings.DEFAULT, buckets);
        SessionChannel fast = new SessionChannel(limited, false);
        fast.texts();
        for (int i = 0; i < 10; i++) {
            fast.say("{\"type\":\"ping\"}");
        }
        assertThat(fast.texts()).hasSize(10).allMatch(text -> text.contains("pong"));
        fast.say("{\"type\":\"ping\"}");
        assertThat(fast.texts()).singleElement().asString().contains("RATE_LIMITED");
        buckets.refill();
        fast.say("{\"type\":\"ping\"}");
        assertThat(fast.texts()).singleElement().asString().contains("pong");
    }

    @Test
    void replaysThatAreAskedForWhileTheClientDoesNotReadComeOneAfterTheOther() {
        Position a = stage.file("a");
        Position b = stage.file("b");
        client.texts();
        client.writable(false);
        for (int i = 0; i < 17; i++) {
            client.say("{\"type\":\"reconnect\",\"last_event_id\":\"" + a + "\"}");
        }
        assertThat(client.frames()).isEmpty();
        client.writable(true);
        List<String> texts = client.texts();
        assertThat(texts).hasSize(34);
        for (int i = 0; i < texts.size(); i += 2) {
            assertThat(texts.get(i)).contains("\"event_id\":\"" + b + "\"");
            assertThat(texts.get(i + 1)).contains("reconnect_confirmed");
        }
    }
}
