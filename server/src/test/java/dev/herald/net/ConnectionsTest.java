package dev.herald.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The count that all loops and the one who stops the server share, with real threads. */
class ConnectionsTest {
    private static final int ROUNDS = 300;
    private static final int THREADS = 4;
    private static final int EACH = 50;

    /** A wake-up that is lost would let a round wait for longer than the whole test may take. */
    @Test
    @Timeout(60)
    void whoWaitsForTheLastHearsOfItHoweverItFalls() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Connections connections = new Connections();
            CountDownLatch begun = new CountDownLatch(THREADS);
            List<Thread> loops = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                connections.opened();
                loops.add(Thread.ofPlatform().start(() -> {
                    begun.countDown();
                    for (int count = 0; count < EACH; count++) {
                        connections.opened();
                        connections.closed();
                    }
                    connections.closed();
                }));
            }
            begun.await();
            assertThat(connections.awaitNone(Duration.ofMinutes(5).toNanos())).isZero();
            for (Thread loop : loops) {
                loop.join();
            }
            assertThat(connections.open()).hasValue(0);
        }
    }
}
