package dev.herald.journal;

/**
 * How much the log holds.
 *
 * @param events number of events kept
 * @param bytes of their JSON
 */
public record JournalSize(long events, long bytes) {}
