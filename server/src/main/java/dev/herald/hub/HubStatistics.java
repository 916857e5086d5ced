package dev.herald.hub;

import java.util.Map;

/**
 * The hub's figures at a moment, added up over the shards.
 *
 * @param connections open cursors, subscribed or not
 * @param lagging cursors that are behind the tip
 * @param subscriptionCounts sessions by the wire name of a type they subscribed to; those of all types are under
 *     {@code *}
 * @param eventsDelivered events written to sessions since the start, once for each session
 * @param bytesDelivered bytes of those, framing included
 * @param piecesEncoded how often events were encoded; far below the deliveries where sessions share
 * @param journalReads reads of the journal for sessions too far behind for the ring
 * @param logBytes encoded bytes kept now for lagging sessions
 */
public record HubStatistics(
        int connections,
        int lagging,
        Map<String, Integer> subscriptionCounts,
        long eventsDelivered,
        long bytesDelivered,
        long piecesEncoded,
        long journalReads,
        long logBytes) {
    public HubStatistics {
        subscriptionCounts = Map.copyOf(subscriptionCounts);
    }
}
