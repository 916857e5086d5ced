package dev.herald.query;

import java.util.List;
import java.util.Map;

/**
 * What happened, for a person who was away or an agent with little room: the members of an answer, in their order.
 *
 * @param after what happened after this event
 * @param isWhole whether all of it was looked at: not where more came than is looked at, or some has been trimmed
 * @param counts events by their type
 * @param text all statements, a line each
 */
public record Brief(
        String projectId,
        String after,
        boolean isWhole,
        Map<String, Integer> counts,
        List<Statement> statements,
        String text) {
    /**
     * One sentence.
     *
     * @param kind counts, needs, broken, finished, opened, people or files
     * @param n of how many things
     * @param events behind it, the oldest first; of many the newest
     */
    public record Statement(String kind, String text, int n, List<String> events) {}
}
