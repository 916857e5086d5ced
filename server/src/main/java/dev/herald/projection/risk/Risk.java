package dev.herald.projection.risk;

import dev.herald.event.Position;
import dev.herald.event.ProjectId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A risk, after an event or a moment. Immutable. Moments are epoch milliseconds.
 *
 * @param rule a rule's name, or what a publisher called it, else {@code manual}
 * @param subject what it is about: a task, a pull request, a workflow's name, an agent, a file, else the project
 * @param evidence the figures that it was opened or changed with
 * @param closedMillis null while it is open
 * @param acknowledgedBy who said that they know, or null
 * @param opened the event that it was opened at, or the last before the moment
 * @param closed the same of its end, or null
 * @param changed the last event that a publisher said of it, for a guard; {@link Position#ORIGIN} where none did
 */
public record Risk(
        String id,
        ProjectId project,
        String rule,
        String subject,
        Severity severity,
        String message,
        Map<String, @Nullable Object> evidence,
        long openedMillis,
        @Nullable Long closedMillis,
        @Nullable String acknowledgedBy,
        Position opened,
        @Nullable Position closed,
        Position changed) {
    public boolean isOpen() {
        return closedMillis == null;
    }

    /** Whether a rule opened it, which then closes it too. */
    public boolean isComputed() {
        return RuleName.of(rule).isPresent();
    }

    /** Of all of them together: low 1, medium 3, high 8, critical 20. */
    public static int points(List<Risk> open) {
        return open.stream().mapToInt(risk -> risk.severity().points()).sum();
    }

    Risk with(Severity other, String text, Map<String, @Nullable Object> figures) {
        return new Risk(
                id,
                project,
                rule,
                subject,
                other,
                text,
                figures,
                openedMillis,
                closedMillis,
                acknowledgedBy,
                opened,
                closed,
                changed);
    }

    Risk ended(long atMillis, Position at) {
        return new Risk(
                id,
                project,
                rule,
                subject,
                severity,
                message,
                evidence,
                openedMillis,
                atMillis,
                acknowledgedBy,
                opened,
                at,
                changed);
    }

    Risk acknowledged(@Nullable String by) {
        return new Risk(
                id,
                project,
                rule,
                subject,
                severity,
                message,
                evidence,
                openedMillis,
                closedMillis,
                by,
                opened,
                closed,
                changed);
    }

    Risk heard(Position at) {
        return new Risk(
                id,
                project,
                rule,
                subject,
                severity,
                message,
                evidence,
                openedMillis,
                closedMillis,
                acknowledgedBy,
                opened,
                closed,
                at);
    }
}
