package dev.herald.projection.work;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a task stands. */
public enum Status {
    TODO,
    IN_PROGRESS,
    IN_REVIEW,
    BLOCKED,
    DONE,
    CANCELLED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody has begun and not ended: work in progress. */
    public boolean isInProgress() {
        return this == IN_PROGRESS || this == IN_REVIEW || this == BLOCKED;
    }

    /** Whether there is nothing left to do. */
    public boolean isEnded() {
        return this == DONE || this == CANCELLED;
    }

    public static Optional<Status> of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst();
    }
}
