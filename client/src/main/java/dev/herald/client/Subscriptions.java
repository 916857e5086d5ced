package dev.herald.client;

import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The subscriptions of one client, so that closing it ends them. Any thread. */
final class Subscriptions {
    private final ClientSettings settings;
    private final Links links;
    private final RandomGenerator random;
    private final Set<SubscriptionLoop> running = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    Subscriptions(ClientSettings settings, HttpClient client, RandomGenerator random) {
        this.settings = settings;
        this.links = new Links(settings, client, random);
        this.random = random;
    }

    LiveSubscription begin(Interest interest, Subscriber subscriber) {
        SubscriptionLoop loop = new SubscriptionLoop(settings, links::open, random, interest, subscriber);
        running.add(loop);
        Thread.ofVirtual().name("herald-subscription").start(() -> {
            try {
                loop.run();
            } finally {
                running.remove(loop);
            }
        });
        if (isClosed) {
            loop.close();
        }
        return loop;
    }

    void close() {
        isClosed = true;
        running.forEach(SubscriptionLoop::close);
    }
}
