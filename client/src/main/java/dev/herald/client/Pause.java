package dev.herald.client;

import java.time.Duration;

/** Waiting between two attempts, given in so that a test need not wait. */
@FunctionalInterface
interface Pause {
    void of(Duration duration) throws InterruptedException;
}
