package dev.herald.app;

import static dev.herald.app.ManualServer.Mood.ANOTHER;
import static dev.herald.app.ManualServer.Mood.AWAY;
import static dev.herald.app.ManualServer.Mood.SILENT;
import static dev.herald.app.ManualServer.Mood.WILLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.HeraldClient;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch's listener, spool and sender, against a server that comes and goes. */
final class SpoolSenderTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofMillis(800));

    @TempDir
    Path directory;

    private final ManualServer server = new ManualServer();
    private final StringWriter err = new StringWriter();
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicLong keys = new AtomicLong();
    private Spool spool;
    private SpoolListener listener;

    @BeforeEach
    void open() throws IOException {
        spool = Spool.open(directory, 4096, warning -> err.append(warning).append("\n"));
        listener = new SpoolListener(
                spool, new ProjectId("p"), () -> "k" + keys.incrementAndGet(), new PrintWriter(err, true));
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
        server.close();
    }

    @Test
    void sendsChangesInOrderWithTheirKeys() throws Exception {
        listener.onChanges(List.of(FileChange.created("a b"), FileChange.moved("a b", "ü\n")));
        listener.onChanges(List.of(FileChange.deleted("c")));

        sendAll();

        assertThat(server.keys()).containsExactly("k1", "k2", "k3");
        assertThat(server.kept().get(1))
                .contains("\"type\":\"file_change\"", "\"project_id\":\"p\"", "\"source\":\"file_watcher\"")
                .contains("\"file_path\":\"\\u00FC\\n\"", "\"previous_path\":\"a b\"", "\"change_type\":\"moved\"");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void goesOnTryingWhileTheServerIsAwayAndSaysSoOnce() throws Exception {
        server.behave(AWAY, AWAY, AWAY, AWAY, AWAY);
        listener.onChanges(List.of(FileChange.created("a")));

        sendAll();

        assertThat(server.keys()).containsExactly("k1");
        assertThat(pauses)
                .hasSize(5)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(50), BACKOFF.max()));
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("cannot reach the server"),
                        line -> assertThat(line).contains("the server is back"));
    }

    @Test
    void lostAnswerPublishesNothingTwice() throws Exception {
        server.behave(SILENT, SILENT);
        listener.onChanges(List.of(FileChange.created("a"), FileChange.created("b")));

        sendAll();

        assertThat(server.requests()).isGreaterThanOrEqualTo(3);
        assertThat(server.keys()).containsExactly("k1", "k2");
    }

    @Test
    void processThatDiesBeforeTheNoteSendsAgainUnderTheSameKeys() throws Exception {
        listener.onChanges(List.of(FileChange.created("a")));
        try (HeraldClient client = client()) {
            client.publish(spool.oldest(10).orElseThrow().lines().stream()
                    .map(dev.herald.client.Publication::ofJson)
                    .toList());
        }
        spool.close();

        open();
        listener.onChanges(List.of(FileChange.created("b")));
        sendAll();

        assertThat(server.keys()).containsExactly("k1", "k2");
    }

    @Test
    void whatTheServerWillNeverTakeIsToldAndLeftOut() throws Exception {
        listener.onChanges(List.of(FileChange.created("a"), FileChange.created("bad"), FileChange.created("b")));

        sendAll();

        assertThat(server.keys()).containsExactly("k1", "k3");
        assertThat(err.toString()).contains("the server refused a change, which is left out: /data is bad");
    }

    @Test
    void answerOfSomethingElseIsNoReasonToDropAnything() throws Exception {
        server.behave(WILLING, ANOTHER);
        try (HeraldClient client = client()) {
            SpoolSender sender = sender(client);
            listener.onChanges(List.of(FileChange.created("a")));
            sendAll(sender);
            listener.onChanges(List.of(FileChange.created("b")));
            sendAll(sender);
        }

        assertThat(server.keys()).containsExactly("k1", "k2");
        assertThat(err.toString()).contains("no Herald server", "404");
    }

    @Test
    void whereThereIsNoHeraldServerItEndsAndKeepsWhatWaits() throws Exception {
        server.behave(ANOTHER);
        listener.onChanges(List.of(FileChange.created("a")));

        assertThatThrownBy(this::sendAll)
                .hasStackTraceContaining("no Herald server: POST /api/v1/events was answered with 404");

        assertThat(pauses).isEmpty();
        assertThat(spool.oldest(10).orElseThrow().lines()).hasSize(1);
    }

    @Test
    void fullSpoolRefusesChangesSaysSoOnceAndTakesThemWhenThereIsRoom() throws Exception {
        List<FileChange> large = List.of(FileChange.created("x".repeat(3000)));
        assertThat(listener.onChanges(large)).isTrue();
        assertThat(listener.onChanges(large)).isFalse();
        assertThat(listener.onChanges(large)).isFalse();

        sendAll();

        assertThat(listener.onChanges(large)).isTrue();
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("the spool is full"),
                        line -> assertThat(line).contains("the spool takes changes again"));
    }

    /** Runs the sender until nothing waits. */
    private void sendAll() throws Exception {
        try (HeraldClient client = client()) {
            sendAll(sender(client));
        }
    }

    private SpoolSender sender(HeraldClient client) {
        return new SpoolSender(spool, client::publish, new PrintWriter(err, true), BACKOFF, new Random(1), pauses::add);
    }

    /** The same; throws what ended it. */
    private void sendAll(SpoolSender sender) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            sender.run();
            return true;
        });
        Thread sending = Thread.ofVirtual().start(task);
        long end = System.nanoTime() + 20_000_000_000L;
        while (spool.waitingBytes() > 0 && !task.isDone()) {
            assertThat(System.nanoTime()).as("nothing waits any more").isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        sending.interrupt();
        task.get(20, TimeUnit.SECONDS);
        sending.join();
    }

    private HeraldClient client() {
        return new HeraldClient(ClientSettings.of(server.address())
                .withAttempts(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2))));
    }
}
