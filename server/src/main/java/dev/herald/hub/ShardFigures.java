package dev.herald.hub;

import java.util.concurrent.atomic.AtomicLong;

/** One shard's figures: written by its loop alone, read by any thread. */
final class ShardFigures {
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong lagging = new AtomicLong();
    private final AtomicLong eventsDelivered = new AtomicLong();
    private final AtomicLong bytesDelivered = new AtomicLong();
    private final AtomicLong piecesEncoded = new AtomicLong();
    private final AtomicLong journalReads = new AtomicLong();
    private final AtomicLong logBytes = new AtomicLong();

    void connection(int change) {
        add(connections, change);
    }

    void lagging(int change) {
        add(lagging, change);
    }

    void delivered(long events, long bytes) {
        add(eventsDelivered, events);
        add(bytesDelivered, bytes);
    }

    void encoded() {
        add(piecesEncoded, 1);
    }

    void journalRead() {
        add(journalReads, 1);
    }

    void logBytes(long bytes) {
        logBytes.setRelease(bytes);
    }

    long connections() {
        return connections.get();
    }

    long lagging() {
        return lagging.get();
    }

    long eventsDelivered() {
        return eventsDelivered.get();
    }

    long bytesDelivered() {
        return bytesDelivered.get();
    }

    long piecesEncoded() {
        return piecesEncoded.get();
    }

    long journalReads() {
        return journalReads.get();
    }

    long logBytes() {
        return logBytes.get();
    }

    /** A single writer needs no atomic addition. */
    private static void add(AtomicLong figure, long change) {
        figure.setRelease(figure.getPlain() + change);
    }
}
