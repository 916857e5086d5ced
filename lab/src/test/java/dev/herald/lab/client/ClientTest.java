package dev.herald.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.ConnectionState;
import dev.herald.client.ConnectionState.Transport;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryPage;
import dev.herald.client.HistoryRequest;
import dev.herald.client.Interest;
import dev.herald.client.LiveSubscription;
import dev.herald.client.Outcome;
import dev.herald.client.Publication;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.ServerException;
import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import dev.herald.event.payload.FileChange;
import dev.herald.lab.ManualProxy;
import dev.herald.lab.RunningServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ProjectId PROJECT = new ProjectId("garden");
    private static final int BATCH = 50;

    @TempDir
    private Path data;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void nothingIsMissingOrDoubledAcrossARestart() throws Exception {
        RunningServer first = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(first.uri("http", ""), Duration.ofSeconds(75));
        LiveSubscription subscription = opened(client.subscribe(Interest.ALL.inProject(PROJECT), subscriber));
        subscriber.await(PATIENCE, "subscribed", one -> one.subscribed(Transport.WEB_SOCKET) == 1);

        List<Position> kept = new ArrayList<>(publish(client, 0, 10));
        CompletableFuture<List<Position>> meanwhile = publishMeanwhile(client, 10, 40);
        subscriber.await(PATIENCE, "half of it", one -> one.heard().size() > 15 * BATCH);
        first.close();
        opened(RunningServer.start(data, Map.of("port", List.of(String.valueOf(first.port())))));
        kept.addAll(meanwhile.get());
        kept.addAll(publish(client, 40, 50));

        subscriber.await(PATIENCE, "all of it", one -> one.heard().size() >= 50 * BATCH);
        assertThat(kept).hasSize(50 * BATCH).isSorted();
        assertThat(subscriber.heard()).isEqualTo(kept);
        assertThat(subscriber.gaps()).isZero();
        assertThat(subscriber.subscribed(Transport.WEB_SOCKET)).isGreaterThanOrEqualTo(2);
        assertThat(subscription.position()).contains(kept.getLast());
        assertThat(history(client)).isEqualTo(kept);
    }

    @Test
    void fallsBackToServerSentEventsAndResumesThereToo() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        ManualProxy proxy = opened(new ManualProxy(server.port()));
        proxy.refuseUpgrades();
        HeraldClient direct = client(server.uri("http", ""), Duration.ofSeconds(75));
        List<Position> before = publish(direct, 0, 2);

        HeraldClient client = client(proxy.address(), Duration.ofSeconds(75));
        opened(client.subscribe(Interest.ALL, subscriber));
        subscriber.await(PATIENCE, "subscribed", one -> one.subscribed(Transport.SERVER_SENT_EVENTS) == 1);
        proxy.cut();
        List<Position> kept = publish(direct, 2, 6);
        subscriber.await(PATIENCE, "all of it", one -> one.heard().size() >= 4 * BATCH);
        proxy.cut();
        kept.addAll(publish(direct, 6, 8));
        subscriber.await(PATIENCE, "the rest", one -> one.heard().size() >= 6 * BATCH);
        assertThat(subscriber.heard()).isEqualTo(kept).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aConnectionThatFellSilentIsMadeAnew() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of("heartbeat", List.of("1s"))));
        ManualProxy proxy = opened(new ManualProxy(server.port()));
        HeraldClient direct = client(server.uri("http", ""), Duration.ofSeconds(75));
        HeraldClient client = client(proxy.address(), Duration.ofSeconds(3));
        opened(client.subscribe(Interest.ALL, subscriber));
        subscriber.await(PATIENCE, "subscribed", one -> one.subscribed(Transport.WEB_SOCKET) == 1);
        proxy.freeze();
        List<Position> kept = publish(direct, 0, 2);
        subscriber.await(PATIENCE, "what was missed", one -> one.heard().size() >= 2 * BATCH);
        assertThat(subscriber.heard()).isEqualTo(kept);
    }

    @Test
    void readsTheWholePastFromTheOrigin() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        List<Position> kept = publish(client, 0, 60);
        opened(client.subscribe(Interest.ALL.after(Position.ORIGIN).inTypes(List.of("file_change")), subscriber));
        subscriber.await(PATIENCE, "all of it", one -> one.heard().size() >= kept.size());
        assertThat(subscriber.heard()).isEqualTo(kept);
        assertThat(subscriber.gaps()).isZero();
    }

    /** Nothing goes that a fold still needs, so the log is trimmed when the folds have kept what they know. */
    private static void awaitTrimmed(HeraldClient client, Position position) throws Exception {
        long began = System.nanoTime();
        while (!client.history(HistoryRequest.oldest())
                .events()
                .getFirst()
                .position()
                .orElseThrow()
                .isAfter(position)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatTheLogNoLongerHasIsAGapAndTheRestFollows() throws Exception {
        RunningServer first = opened(RunningServer.start(data, Map.of()));
        List<Position> kept = publish(client(first.uri("http", ""), Duration.ofSeconds(75)), 0, 6);
        first.close();
        RunningServer second = opened(RunningServer.start(data, Map.of("journal-events", List.of("100"))));
        HeraldClient client = client(second.uri("http", ""), Duration.ofSeconds(75));
        kept.addAll(publish(client, 6, 8));
        awaitTrimmed(client, kept.get(1));

        opened(client.subscribe(Interest.ALL.after(kept.getFirst()), subscriber));
        subscriber.await(PATIENCE, "the newest", one -> one.heard().contains(kept.getLast()));
        assertThat(subscriber.gaps()).isEqualTo(1);
        assertThat(subscriber.heard())
                .hasSizeLessThan(kept.size() - 1)
                .isEqualTo(kept.subList(kept.indexOf(subscriber.heard().getFirst()), kept.size()));
    }

    @Test
    void publishingAgainAddsNothing() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        Publication publication = Publication.of(FileChange.created("ä b.txt"), "test", PROJECT);
        Outcome first = client.publish(publication);
        assertThat(client.publish(publication)).isEqualTo(first);
        assertThat(client.publish(List.of(publication, publication))).containsExactly(first, first);
        ReceivedEvent event = client.find(((Outcome.Kept) first).position()).orElseThrow();
        assertThat(event.data()).containsEntry("file_path", "ä b.txt");
        assertThat(client.find(Position.of(1, 1))).isEmpty();
        assertThat(history(client)).hasSize(1);
    }

    @Test
    void aRefusedEventIsToldApartInABatch() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        Publication good = Publication.of(FileChange.created("a"), "test", PROJECT);
        Publication bad = Publication.ofJson("{\"type\":\"nope\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(client.publish(bad)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.faults().getFirst().pointer()).isEqualTo("/type");
        });
        assertThat(client.publish(List.of(bad, good)).getLast()).isInstanceOf(Outcome.Kept.class);
        assertThat(client.publish(List.of(bad, good)).getFirst()).isInstanceOf(Outcome.Refused.class);
        assertThat(client.publish(List.of(bad)).getFirst()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aSubscriptionThatNobodyCanServeFails() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        LiveSubscription subscription = client.subscribe(Interest.ALL.inTypes(List.of("nope")), subscriber);
        assertThat(subscription.awaitEnd(PATIENCE)).isTrue();
        assertThat(subscription.state())
                .isInstanceOfSatisfying(
                        ConnectionState.Failed.class,
                        failed -> assertThat(failed.reason()).contains("UNKNOWN_EVENT_TYPE"));
    }

    @Test
    void closingTheClientEndsItsSubscriptions() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        LiveSubscription subscription = client.subscribe(Interest.ALL, subscriber);
        subscriber.await(PATIENCE, "subscribed", one -> one.subscribed(Transport.WEB_SOCKET) == 1);
        client.close();
        assertThat(subscription.awaitEnd(PATIENCE)).isTrue();
        assertThat(subscription.state()).isEqualTo(new ConnectionState.Closed());
    }

    @Test
    void aBatchAboveWhatALimitLetsThroughGoesInSmallerOnes() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of("rate-publish", List.of("1000/s:100"))));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            publications.add(Publication.ofJson(("{\"type\":\"custom.a\",\"data\":{\"i\":" + i + "}}").getBytes()));
        }

        assertThat(client.publish(publications)).hasSize(400).allMatch(Outcome.Kept.class::isInstance);
    }

    @Test
    void whatTheServerHasNotReadAfterManyFaultsIsSentAgain() throws Exception {
        RunningServer server = opened(RunningServer.start(data, Map.of()));
        HeraldClient client = client(server.uri("http", ""), Duration.ofSeconds(75));
        String broken = "\"progress_percentage\":-1,\"completed_tasks\":-1,\"total_tasks\":-1,\"timestamp\":-1";
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            publications.add(
                    Publication.ofJson(("{\"type\":\"progress_update\",\"data\":{" + broken + "}}").getBytes()));
        }
        publications.add(Publication.ofJson("{\"type\":\"custom.a\"}".getBytes()));

        List<Outcome> outcomes = client.publish(publications);
        assertThat(outcomes.subList(0, 999))
                .allMatch(outcome -> outcome instanceof Outcome.Refused refused
                        && refused.status() == 422
                        && refused.faults().size() == 4);
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Kept.class);
    }

    private HeraldClient client(URI server, Duration silence) {
        return opened(new HeraldClient(ClientSettings.of(server)
                .withAttempts(20, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .withSilence(silence)));
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    /** Batches from one number to another; the publisher tries again by itself while the server is away. */
    private static List<Position> publish(HeraldClient client, int from, int to)
            throws ServerException, InterruptedException {
        List<Position> kept = new ArrayList<>();
        for (int batch = from; batch < to; batch++) {
            List<Publication> publications = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                publications.add(Publication.of(FileChange.created("file-" + batch + "-" + i), "test", PROJECT));
            }
            for (Outcome outcome : client.publish(publications)) {
                kept.add(((Outcome.Kept) outcome).position());
            }
        }
        return kept;
    }

    private static CompletableFuture<List<Position>> publishMeanwhile(HeraldClient client, int from, int to) {
        CompletableFuture<List<Position>> kept = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                kept.complete(publish(client, from, to));
            } catch (ServerException | InterruptedException | RuntimeException e) {
                kept.completeExceptionally(e);
            }
        });
        return kept;
    }

    private static List<Position> history(HeraldClient client) throws ServerException, InterruptedException {
        List<Position> all = new ArrayList<>();
        HistoryRequest request = new HistoryRequest(PROJECT, List.of(), null, null, HistoryRequest.LIMIT_MAX, false);
        while (true) {
            HistoryPage page = client.history(request);
            page.events().forEach(event -> all.add(event.position().orElseThrow()));
            if (page.nextAfter().isEmpty()) {
                return all;
            }
            request = request.from(page.nextAfter().get());
        }
    }
}
