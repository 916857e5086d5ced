package dev.herald.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.client.Backoff;
import dev.herald.client.ClientSettings;
import dev.herald.client.ConnectionState;
import dev.herald.client.HeraldClient;
import dev.herald.client.HistoryPage;
import dev.herald.client.HistoryRequest;
import dev.herald.client.Interest;
import dev.herald.client.ReceivedEvent;
import dev.herald.client.ServerException;
import dev.herald.client.Subscriber;
import dev.herald.event.Position;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server is killed again and again while it is published to; what it acknowledged is what there is. */
final class CrashTest {
    private static final int KILLS = 6;
    private static final int BATCHES_BEFORE_KILL_MAX = 60;
    private static final ClientSettings SETTINGS = ClientSettings.of(URI.create("http://127.0.0.1"));

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Heard heard = new Heard();

    @Test
    void whatWasAcknowledgedIsThereOnceAndInOrderAfterKillsAndSubscribersMissNothing() throws Exception {
        String port = String.valueOf(freePort());
        URI address = URI.create("http://127.0.0.1:" + port);
        try (NumberPublisher publisher = new NumberPublisher(address);
                HeraldClient client = new HeraldClient(patient(address))) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program server = Program.start(directory, "serve", "--port", port)) {
                    server.address();
                    if (kill == 0) {
                        client.subscribe(Interest.ALL.after(Position.ORIGIN), heard);
                    }
                    afterSomeMore(server, publisher);
                    server.kill();
                }
            }
            try (Program server = Program.start(directory, "serve", "--port", port)) {
                server.address();
                afterSomeMore(server, publisher);
                server.terminate();
                assertThat(server.status()).as("stopped under load").isZero();
                assertThat(server.errors()).doesNotContain("ERROR", "Exception");
            }
            publisher.finish();
            try (Program server = Program.start(directory, "serve", "--port", port)) {
                server.address();
                compare(all(client), publisher.acknowledged());
            }
        }
    }

    private void compare(Map<Position, Long> kept, Map<Long, Position> acknowledged) {
        assertThat(List.copyOf(kept.values()))
                .as("in order, each once, seed " + seed)
                .isSorted()
                .doesNotHaveDuplicates();
        acknowledged.forEach((number, position) ->
                assertThat(kept.get(position)).as("seed " + seed).isEqualTo(number));
        heard.await(kept.size());
        assertThat(heard.positions).as("heard, seed " + seed).containsExactlyElementsOf(kept.keySet());
        assertThat(heard.gaps).isEmpty();
    }

    private void afterSomeMore(Program server, NumberPublisher publisher) {
        long enough = publisher.acknowledgedBatches() + 1 + random.nextInt(BATCHES_BEFORE_KILL_MAX);
        server.await(() -> publisher.acknowledgedBatches() >= enough);
    }

    /** The whole history by position; all events are the publisher's numbers. */
    private static Map<Position, Long> all(HeraldClient client) throws ServerException, InterruptedException {
        Map<Position, Long> numbers = new TreeMap<>();
        HistoryRequest request = HistoryRequest.oldest();
        for (boolean isEnd = false; !isEnd; ) {
            HistoryPage page = client.history(request);
            for (ReceivedEvent event : page.events()) {
                long number = Long.parseLong(String.valueOf(event.data().get("n")));
                assertThat(numbers.put(event.position().orElseThrow(), number)).isNull();
            }
            isEnd = page.nextAfter().isEmpty();
            request = isEnd ? request : request.from(page.nextAfter().orElseThrow());
        }
        return numbers;
    }

    private static ClientSettings patient(URI address) {
        Backoff quick = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));
        return new ClientSettings(
                address, null, SETTINGS.connectTimeout(), SETTINGS.requestTimeout(), 20, quick, SETTINGS.silenceMax());
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** What one subscription, which resumes by itself, has heard through it all. Any thread. */
    private static final class Heard implements Subscriber {
        private final ConcurrentLinkedQueue<Position> positions = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> gaps = new ConcurrentLinkedQueue<>();

        @Override
        public void onEvent(ReceivedEvent event) {
            event.position().ifPresent(positions::add);
        }

        @Override
        public void onGap(Position requested, Position oldestAvailable) {
            gaps.add(requested + " to " + oldestAvailable);
        }

        @Override
        public void onState(ConnectionState state) {}

        void await(int count) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (positions.size() < count && System.nanoTime() < end) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
