package dev.herald.query;

import dev.herald.event.Rfc3339;
import dev.herald.projection.risk.Risk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A risk as it is shown: the members of an answer, in their order. */
public record ShownRisk(
        String riskId,
        String projectId,
        String rule,
        String subject,
        String severity,
        String message,
        Map<String, @Nullable Object> evidence,
        String openedAt,
        @Nullable String closedAt,
        @Nullable String acknowledgedBy,
        boolean isOpen) {
    public static ShownRisk of(Risk risk) {
        Long closed = risk.closedMillis();
        return new ShownRisk(
                risk.id(),
                risk.project().value(),
                risk.rule(),
                risk.subject(),
                risk.severity().wireName(),
                risk.message(),
                risk.evidence(),
                Rfc3339.text(risk.openedMillis()),
                closed == null ? null : Rfc3339.text(closed),
                risk.acknowledgedBy(),
                risk.isOpen());
    }
}
