package dev.herald.client;

import java.time.Duration;

/** Hears of each attempt of a request that failed and will be made again. On the thread that asked; must be short. */
@FunctionalInterface
public interface RetryListener {
    /**
     * @param attempt which one failed, from 1
     * @param attemptsMax how often it is tried in all
     * @param wait until the next
     * @param reason for people
     */
    void onRetry(int attempt, int attemptsMax, Duration wait, String reason);
}
