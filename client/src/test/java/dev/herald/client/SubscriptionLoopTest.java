package dev.herald.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.event.Position;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The loop runs on the test's own thread against connections that say what they were told; the last one closes it. */
class SubscriptionLoopTest {
    private static final String GREETING = "{\"type\":\"connection_established\"}";

    private final List<@Nullable Position> resumedFrom = new ArrayList<>();
    private final Deque<Object> connections = new ArrayDeque<>();
    /** The last one stays. */
    private final Deque<String> tokens = new ArrayDeque<>();

    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @Test
    void resumesAfterTheLastEventHeard() {
        connect(GREETING, confirmed("9-0"), event("10-0"), event("10-1"));
        connect(GREETING, confirmed("10-1"), event("11-0"));
        run(Interest.ALL);
        assertThat(subscriber.heard).containsExactly("10-0", "10-1", "11-0");
        assertThat(resumedFrom).containsExactly(null, Position.of(10, 1));
    }

    @Test
    void whatComesTwiceIsHeardOnce() {
        connect(confirmed("9-0"), event("10-0"), event("10-0"));
        connect(confirmed("9-0"), event("9-5"), event("10-0"), event("10-1"));
        run(Interest.ALL);
        assertThat(subscriber.heard).containsExactly("10-0", "10-1");
    }

    @Test
    void aConnectionThatIsCutBeforeItsFirstEventMissesNothing() {
        connect(GREETING, confirmed("9-0"));
        connect(GREETING, confirmed("9-0"), event("10-0"));
        run(Interest.ALL);
        assertThat(resumedFrom).containsExactly(null, Position.of(9, 0));
    }

    @Test
    void anEmptyLogIsResumedFromItsBeginning() {
        connect(GREETING, "{\"type\":\"subscription_confirmed\",\"last_event_id\":null}");
        connect(GREETING, confirmed("9-0"));
        run(Interest.ALL);
        assertThat(resumedFrom).containsExactly(null, Position.ORIGIN);
    }

    @Test
    void theConfirmationDoesNotMoveAPositionThatWasAskedFor() {
        connect(confirmed("9-0"));
        connect(confirmed("9-0"));
        run(Interest.ALL.after(Position.of(3, 0)));
        assertThat(resumedFrom).containsExactly(Position.of(3, 0), Position.of(3, 0));
    }

    @Test
    void aStreamBeginsWhereItSays() {
        connections.add(new ManualLink(Optional.of(Position.of(4, 0)), GREETING));
        connect(confirmed("9-0"), event("5-0"));
        run(Interest.ALL);
        assertThat(subscriber.states)
                .contains(new ConnectionState.Subscribed(ConnectionState.Transport.SERVER_SENT_EVENTS));
        assertThat(resumedFrom).containsExactly(null, Position.of(4, 0));
    }

    @Test
    void aGapIsTold() {
        connect(
                confirmed("9-0"),
                "{\"type\":\"gap\",\"requested\":\"1-0\",\"oldest_available\":\"5-0\"}",
                event("5-0"));
        run(Interest.ALL.after(Position.of(1, 0)));
        assertThat(subscriber.heard).containsExactly("gap 1-0 5-0", "5-0");
    }

    @Test
    void whatFollowsTheGapOfARestoredLogIsHeardOnceThoughItsPositionsAreLower() {
        connect(
                confirmed("20-0"),
                "{\"type\":\"gap\",\"requested\":\"50-0\",\"oldest_available\":\"10-0\"}",
                event("20-0"),
                event("20-0"),
                event("30-0"));
        SubscriptionLoop loop = run(Interest.ALL.after(Position.of(50, 0)));
        assertThat(subscriber.heard).containsExactly("gap 50-0 10-0", "20-0", "30-0");
        assertThat(loop.position()).contains(Position.of(30, 0));
    }

    @Test
    void waitsLongerEachTimeAndBeginsAnewOnceItWasSubscribed() {
        for (int i = 0; i < 4; i++) {
            connections.add(new Link.LostException("away"));
        }
        connect(confirmed("9-0"));
        connections.add(new Link.LostException("away", Duration.ofMillis(60)));
        run(Interest.ALL);
        List<Long> delays = subscriber.waits();
        assertThat(delays).hasSize(6);
        assertThat(delays.get(3)).isBetween(4L, 8L);
        assertThat(delays.get(4)).isBetween(0L, 1L);
        assertThat(delays.get(5)).isEqualTo(60L);
    }

    @Test
    void aRefusalIsTheEnd() {
        connections.add(new Link.RefusedException("403"));
        SubscriptionLoop loop = run(Interest.ALL);
        assertThat(loop.state()).isEqualTo(new ConnectionState.Failed("403", ConnectionState.Why.REFUSED));
        assertThat(resumedFrom).hasSize(1);
    }

    @Test
    void whatIsNoHeraldServerIsTheEndButForOneThatWasThere() {
        connections.add(new Link.RefusedException("404", ConnectionState.Why.NOT_HERALD));
        assertThat(run(Interest.ALL).state())
                .isEqualTo(new ConnectionState.Failed("404", ConnectionState.Why.NOT_HERALD));
        assertThat(subscriber.waits()).isEmpty();
        connect(confirmed("9-0"));
        connections.add(new Link.RefusedException("404", ConnectionState.Why.NOT_HERALD));
        connect(confirmed("9-0"));
        run(Interest.ALL);
        assertThat(subscriber.waits())
                .as("the end of the first, the other answer")
                .hasSizeGreaterThan(1);
        assertThat(resumedFrom).hasSizeGreaterThan(3);
    }

    @Test
    void aRefusedTokenIsTheEndWhenThereIsNoOther() {
        tokens.add("one");
        connections.add(new Link.RefusedException("401", ConnectionState.Why.TOKEN_REFUSED));
        SubscriptionLoop loop = run(Interest.ALL);
        assertThat(loop.state()).isEqualTo(new ConnectionState.Failed("401", ConnectionState.Why.TOKEN_REFUSED));
        assertThat(resumedFrom).hasSize(1);
    }

    @Test
    void aRefusedTokenIsFollowedByTheNewOneAndNothingIsMissed() {
        tokens.addAll(List.of("one", "two"));
        connect(confirmed("9-0"), event("10-0"), "refuse");
        connect(confirmed("10-0"), event("11-0"));
        SubscriptionLoop loop = run(Interest.ALL);
        assertThat(subscriber.heard).containsExactly("10-0", "11-0");
        assertThat(loop.state()).isEqualTo(new ConnectionState.Closed());
    }

    @Test
    void whatIsForbiddenIsNotTriedAgainWithANewToken() {
        tokens.addAll(List.of("one", "two"));
        connections.add(new Link.RefusedException("403", ConnectionState.Why.FORBIDDEN));
        assertThat(run(Interest.ALL).state()).isInstanceOf(ConnectionState.Failed.class);
        assertThat(resumedFrom).hasSize(1);
    }

    @Test
    void anEndingTokenIsReplacedOnTheConnection() {
        tokens.addAll(List.of("one", "two"));
        ManualLink link = connect(
                confirmed("9-0"), "{\"type\":\"token_expiring\"}", "{\"type\":\"token_expiring\"}", event("10-0"));
        run(Interest.ALL);
        assertThat(link.renewed).containsExactly("two");
        assertThat(subscriber.heard).containsExactly("10-0");
    }

    @Test
    void aTokenWithoutSuccessorIsLeftToEnd() {
        tokens.add("one");
        ManualLink link = connect(confirmed("9-0"), "{\"type\":\"token_expiring\"}");
        run(Interest.ALL);
        assertThat(link.renewed).isEmpty();
    }

    @Test
    void aSubscriptionThatTheServerDoesNotUnderstandIsTheEnd() {
        connect(GREETING, "{\"type\":\"error\",\"code\":\"UNKNOWN_EVENT_TYPE\",\"message\":\"none\"}");
        assertThat(run(Interest.ALL).state())
                .isInstanceOfSatisfying(
                        ConnectionState.Failed.class,
                        failed -> assertThat(failed.reason()).contains("UNKNOWN_EVENT_TYPE"));
    }

    @Test
    void aSubscriptionWithoutTheTokenItNeedsSaysSo() {
        connect(GREETING, "{\"type\":\"error\",\"code\":\"AUTH_MISSING\",\"message\":\"none\"}");
        connect(confirmed("9-0"));
        assertThat(run(Interest.ALL).state())
                .isInstanceOfSatisfying(
                        ConnectionState.Failed.class,
                        failed -> assertThat(failed.why()).isEqualTo(ConnectionState.Why.TOKEN_REFUSED));
        assertThat(resumedFrom).hasSize(1);
    }

    @Test
    void tooManyMessagesAreAReasonToWait() {
        connect(GREETING, "{\"type\":\"error\",\"code\":\"RATE_LIMITED\",\"message\":\"slow\"}");
        run(Interest.ALL);
        assertThat(subscriber.waits()).hasSize(1);
    }

    @Test
    void whatIsNoMessageIsAReasonToConnectAnew() {
        connect(confirmed("9-0"), "<html>");
        connect(confirmed("9-0"), event("10-0"));
        run(Interest.ALL);
        assertThat(subscriber.heard).containsExactly("10-0");
    }

    @Test
    void answersAHeartbeat() {
        ManualLink link = connect(confirmed("9-0"), "{\"type\":\"heartbeat\"}", "{\"type\":\"heartbeat\"}");
        run(Interest.ALL);
        assertThat(link.beats).isEqualTo(2);
        assertThat(link.isClosed).isTrue();
    }

    @Test
    void aSubscriberThatFailsIsNotCalledAgain() {
        subscriber.failsAt = "10-1";
        connect(confirmed("9-0"), event("10-0"), event("10-1"), event("10-2"));
        SubscriptionLoop loop = run(Interest.ALL);
        assertThat(subscriber.heard).containsExactly("10-0");
        assertThat(loop.position()).contains(Position.of(10, 0));
        assertThat(loop.state()).isInstanceOf(ConnectionState.Failed.class);
    }

    @Test
    void isOverWhenItIsClosed() throws InterruptedException {
        connect(confirmed("9-0"));
        SubscriptionLoop loop = run(Interest.ALL);
        assertThat(loop.awaitEnd(Duration.ofSeconds(1))).isTrue();
        assertThat(loop.state()).isEqualTo(new ConnectionState.Closed());
    }

    private SubscriptionLoop run(Interest interest) {
        SubscriptionLoop[] loop = new SubscriptionLoop[1];
        ClientSettings settings = ClientSettings.of(URI.create("http://localhost"))
                .withAttempts(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(50)))
                .withTokens(tokens.isEmpty() ? null : () -> tokens.size() > 1 ? tokens.poll() : tokens.element());
        loop[0] = new SubscriptionLoop(
                settings,
                (wanted, after) -> {
                    Object next = connections.poll();
                    if (next == null) {
                        loop[0].close();
                        throw new Link.LostException("the test is over");
                    }
                    resumedFrom.add(after);
                    return switch (next) {
                        case Link.LostException lost -> throw lost;
                        case Link.RefusedException refused -> throw refused;
                        default -> (Link) next;
                    };
                },
                new Random(1),
                interest,
                subscriber);
        loop[0].run();
        return loop[0];
    }

    private ManualLink connect(String... messages) {
        ManualLink link = new ManualLink(Optional.empty(), messages);
        connections.add(link);
        return link;
    }

    private static String confirmed(String newest) {
        return "{\"type\":\"subscription_confirmed\",\"last_event_id\":\"" + newest + "\"}";
    }

    private static String event(String id) {
        return "{\"event_id\":\"" + id + "\",\"type\":\"custom.a\",\"project_id\":null,\"source\":\"t\","
                + "\"timestamp\":0.010,\"iso_timestamp\":\"1970-01-01T00:00:00.010Z\",\"data\":{}}";
    }

    /** Says its messages and is lost. */
    private static final class ManualLink implements Link {
        private final Deque<String> messages;
        private final Optional<Position> start;
        private final List<String> renewed = new ArrayList<>();
        private int beats;
        private boolean isClosed;

        ManualLink(Optional<Position> start, String... messages) {
            this.messages = new ArrayDeque<>(Arrays.asList(messages));
            this.start = start;
        }

        @Override
        public ConnectionState.Transport transport() {
            return start.isPresent()
                    ? ConnectionState.Transport.SERVER_SENT_EVENTS
                    : ConnectionState.Transport.WEB_SOCKET;
        }

        @Override
        public String next(Duration silenceMax) throws LostException, RefusedException {
            String message = messages.poll();
            if ("refuse".equals(message)) {
                throw new RefusedException("4401", ConnectionState.Why.TOKEN_REFUSED);
            }
            if (message == null) {
                throw new LostException("cut");
            }
            return message;
        }

        @Override
        public Optional<Position> start() {
            return start;
        }

        @Override
        public void beat() {
            beats++;
        }

        @Override
        public void renew(String token) {
            renewed.add(token);
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static final class RecordingSubscriber implements Subscriber {
        private final List<String> heard = new ArrayList<>();
        private final List<ConnectionState> states = new ArrayList<>();
        private String failsAt = "";

        @Override
        public void onEvent(ReceivedEvent event) {
            String id = event.position().orElseThrow().toString();
            if (id.equals(failsAt)) {
                throw new IllegalStateException("on purpose");
            }
            heard.add(id);
        }

        @Override
        public void onGap(Position requested, Position oldestAvailable) {
            heard.add("gap " + requested + " " + oldestAvailable);
        }

        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }

        List<Long> waits() {
            return states.stream()
                    .filter(ConnectionState.Waiting.class::isInstance)
                    .map(state -> ((ConnectionState.Waiting) state).delay().toMillis())
                    .toList();
        }
    }
}
