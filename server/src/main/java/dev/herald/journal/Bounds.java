package dev.herald.journal;

import dev.herald.event.Position;
import java.util.Optional;

/**
 * Where a log begins and ends, as of one moment: what decides whether a reader misses something. Engines compute with it
 * inside the transaction that reads; nobody else compares floors.
 *
 * @param begun where the log was begun
 * @param trimmed the newest event that was removed, or {@link Position#ORIGIN}
 * @param oldest the oldest event kept, or {@link Position#ORIGIN} when there is none
 * @param newest the newest event, kept or trimmed, or {@link Position#ORIGIN} when there never was one
 */
public record Bounds(Position begun, Position trimmed, Position oldest, Position newest) {
    /** The log is complete after this position: where it was begun, or the newest event that was trimmed. */
    public Position floor() {
        return later(trimmed, begun);
    }

    /** Where the log ends: its newest event, or where it was begun. */
    public Position end() {
        return later(newest, begun);
    }

    /** Whether events were ever removed. */
    public boolean isTrimmed() {
        return !trimmed.equals(Position.ORIGIN);
    }

    /**
     * Where a reader begins, where the bounds alone tell; empty for a position inside the log, which may name an event
     * or not. What the bounds tell stays true: a position that is below the floor never comes back.
     */
    public Optional<Start> start(Position after) {
        Position floor = floor();
        if (after.equals(Position.ORIGIN) && !isTrimmed() || after.equals(floor) || after.equals(end())) {
            return Optional.of(new Start(after, true));
        }
        if (!after.isAfter(floor)) {
            return Optional.of(new Start(floor, false));
        }
        return after.isAfter(end()) ? Optional.of(new Start(end(), false)) : Optional.empty();
    }

    /**
     * Where a reader begins. A position inside the log that names no event of it is of another log, or of this one
     * before it was restored from a backup: nobody knows what followed it there.
     *
     * @param nearest the newest event kept that is not after the position, or {@link Position#ORIGIN}
     */
    public Start start(Position after, Position nearest) {
        return start(after).orElseGet(() -> new Start(later(nearest, floor()), nearest.equals(after)));
    }

    /** Whether nothing after the bound of a page was removed. {@link Position#ORIGIN} is no bound, and misses nothing. */
    public boolean holdsAllAfter(Position bound) {
        return bound.equals(Position.ORIGIN) || !isTrimmed() || !trimmed.isAfter(bound);
    }

    private static Position later(Position a, Position b) {
        return a.isAfter(b) ? a : b;
    }
}
