package dev.herald.lab.page;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Publishes numbered events one after the other, each until it is kept. Runs on a thread of its own. */
final class Publisher {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CountDownLatch half = new CountDownLatch(1);

    Publisher(Served server, String name, int events) {
        Thread.ofVirtual().name("publisher-" + name).start(() -> {
            try {
                for (int n = 0; n < events; n++) {
                    server.publishUntilKept(name + "-" + n, numbered(name, n));
                    if (n == events / 2) {
                        half.countDown();
                    }
                }
                done.complete(null);
            } catch (InterruptedException | RuntimeException failure) {
                half.countDown();
                done.completeExceptionally(failure);
            }
        });
    }

    static String numbered(String name, int n) {
        return "{\"type\":\"custom.count\",\"project_id\":\"counting\",\"data\":{\"message\":\"" + name + " " + n
                + "\"}}";
    }

    void awaitHalf() throws InterruptedException {
        half.await();
    }

    void awaitDone() {
        done.join();
    }
}
